using Rings.Simulation.Nemesis;
using Rings.Simulation.World;

namespace Rings.Simulation.Tests.Nemesis;

public sealed class NemesisSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_ring_under_faults_keeps_what_it_promises(ulong seed)
    {
        var result = Run(seed, StorageFlaw.None);

        Assert.True(result.Anomalies.Count == 0, result.Anomalies.Count == 0 ? "" : result.Explain());
        Assert.InRange(result.History.Operations.Count, 700, 1000);
        Assert.True(result.History.Operations.Count(operation => operation.Result == OperationResult.Stored) > 200);
        Assert.NotEmpty(result.History.Faults);
    }

    [Fact]
    public void The_same_seed_is_the_same_history()
    {
        var first = Run(4, StorageFlaw.None).History;
        var second = Run(4, StorageFlaw.None).History;

        Assert.Equal(first.Operations.Select(operation => $"{operation}"), second.Operations.Select(o => $"{o}"));
        Assert.Equal(first.Faults, second.Faults);
    }

    [Fact]
    public void A_storage_that_forgets_removals_is_caught()
    {
        var caught = Enumerable.Range(1, 5)
            .Select(seed => Run((ulong)seed, StorageFlaw.ForgetsRemovals))
            .First(result => result.Anomalies.Count > 0);

        Assert.Contains(caught.Anomalies, anomaly => anomaly.Broken == Guarantee.NoResurrection);
        Assert.Contains("NoResurrection is broken", caught.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_storage_that_never_repairs_is_caught_and_few_faults_are_left_of_many()
    {
        var result = Enumerable.Range(1, 5)
            .Select(seed => Run((ulong)seed, StorageFlaw.NeverRepairs))
            .First(result => result.Anomalies.Count > 0);

        var shrunk = NemesisRun.Shrink(Options(result.Seed, StorageFlaw.NeverRepairs), result);

        Assert.NotEmpty(shrunk.Anomalies);
        Assert.True(shrunk.Faults.Count < result.Faults.Count);
        Assert.Contains($"seed {result.Seed}:", shrunk.Explain(), StringComparison.Ordinal);
    }

    private static NemesisResult Run(ulong seed, StorageFlaw flaw)
    {
        var options = Options(seed, flaw);
        return NemesisRun.Run(options, NemesisRun.Faults(options));
    }

    private static NemesisOptions Options(ulong seed, StorageFlaw flaw) => new(seed, 7, TimeSpan.FromMinutes(2), flaw);
}
