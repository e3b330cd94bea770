using Rings.Simulation.Storage;

namespace Rings.Simulation.Tests.Storage;

/// <summary>Small trials of storage: P-17 and P-21, whole rings and disks that forget what was not committed.</summary>
public sealed class StorageTrialSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Churn_loses_nothing_and_no_quorum_read_is_stale(ulong seed)
    {
        var row = StorageTrials.Churn(Small("churn", seed) with { Joins = 0.04, Leaves = 0.02, Crashes = 0.02 });

        Assert.True(row.IsMet, $"{row}");
        Assert.Equal(0, row.Lost);
        Assert.InRange(row.Changes, 20, 40);
        Assert.InRange(row.Acknowledged, 380, 400);
        Assert.InRange(row.Readings.Right, 190, 200);
    }

    [Fact]
    public void Two_of_three_copies_die_at_one_instant_again_and_again()
    {
        var row = StorageTrials.Pairs(Small("pairs", 3) with { Reads = 50, For = TimeSpan.FromMinutes(2) });

        Assert.True(row.IsMet, $"{row}");
        Assert.Equal(0, row.Lost);
        Assert.NotEmpty(row.Repairs);
    }

    [Fact]
    public void A_partition_heals_and_every_record_of_both_sides_has_all_its_copies()
    {
        var row = StorageTrials.Partition(Small("partition", 4) with { For = TimeSpan.FromMinutes(3) });

        Assert.True(row.IsMet, $"{row}");
        Assert.Equal(0, row.Lost);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var trial = Small("crashes", 5) with { Crashes = 0.05, Joins = 0.05, For = TimeSpan.FromMinutes(2) };

        var first = StorageTrials.Churn(trial);
        var second = StorageTrials.Churn(trial);

        Assert.Equal(first with { Repairs = [] }, second with { Repairs = [] });
        Assert.Equal(first.Repairs, second.Repairs);
    }

    private static StorageTrial Small(string name, ulong seed) => new()
    {
        Name = name,
        Nodes = 40,
        Seed = seed,
        Writes = 300,
        Overwrites = 100,
        Reads = 200,
        For = TimeSpan.FromMinutes(6),
    };
}
