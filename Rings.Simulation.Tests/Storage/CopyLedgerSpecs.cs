using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Tests.Storage;

/// <summary>The observer of trials: it has to see losses, and to tell those that may happen from those that may not.</summary>
public sealed class CopyLedgerSpecs
{
    [Fact]
    public void A_loss_of_all_holders_at_one_instant_is_seen_and_explained()
    {
        using var world = Make(StorageFlaw.None);
        var (ledger, key) = Stored(world);

        ledger.Crash([.. ledger.Holders(key).Select(index => world.Nodes[index])]);

        Assert.Equal([new(key, 3)], ledger.Lost);
    }

    [Fact]
    public void A_loss_of_one_holder_after_the_other_is_seen_and_not_explained()
    {
        using var world = Make(StorageFlaw.NeverRepairs);
        var (ledger, key) = Stored(world);

        foreach (var holder in ledger.Holders(key).ToArray())
        {
            ledger.Crash([world.Nodes[holder]]);
            world.RunFor(StorageTrial.RepairTime * 2);
        }

        Assert.Equal([new(key, 1)], ledger.Lost);
    }

    [Fact]
    public void A_crash_is_repaired_and_the_time_is_noted()
    {
        using var world = Make(StorageFlaw.None);
        var (ledger, key) = Stored(world);
        ledger.Crash([world.Nodes[ledger.Holders(key).First()]]);
        Assert.Equal(1, ledger.Broken);

        world.RunFor(StorageTrial.RepairTime);
        ledger.Poll();

        Assert.Equal(0, ledger.Broken);
        Assert.Single(ledger.Repairs);
        Assert.Equal(3, ledger.HoldersWith(key));
        Assert.Empty(ledger.Lost);
    }

    private static RingWorld Make(StorageFlaw flaw)
    {
        var world = new RingWorld(new() { Seed = 7, Storage = new(new(), Authors.Rules()) { Flaw = flaw } });
        IdealStart.Build(world, [.. Enumerable.Range(0, 12).Select(_ => world.AddNode())]);
        world.RunFor(TimeSpan.FromSeconds(40));
        return world;
    }

    private static (CopyLedger Ledger, Did Key) Stored(RingWorld world)
    {
        var ledger = new CopyLedger(world);
        ledger.WatchNewNodes();
        var authors = new Authors(1);
        var record = authors.Register(0, "name", world.Now, new byte[10]);
        var key = StorageKey.OfRegister(authors[0], "name");
        world.Nodes[0].Storage!.Put(key, record, Consistency.All, outcome =>
        {
            Assert.IsType<PutOutcome.Stored>(outcome);
            ledger.Acknowledge(key, record);
        });
        world.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(3, ledger.HoldersWith(key));
        return (ledger, key);
    }
}
