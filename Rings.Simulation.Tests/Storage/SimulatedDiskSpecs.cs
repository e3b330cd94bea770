using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;
using Rings.Simulation.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Tests.Storage;

public sealed class SimulatedDiskSpecs
{
    private readonly Authors _authors = new(1);
    private readonly SimulatedDisk _disk = new(new());

    [Fact]
    public void A_crash_undoes_what_was_not_committed()
    {
        var (key, old) = Record("a", 0);
        Write(key, old);
        _disk.Flush(_disk.Position);
        var later = Record("a", 1).Record;
        Write(key, later);

        _disk.Crash();

        Assert.Equal(old.Hash, _disk.Find(key)!.Find(old.Slot)!.Hash);
        Assert.True(_disk.Keeps(key, old));
        Assert.False(_disk.Keeps(key, later));
    }

    [Fact]
    public void A_commit_covers_what_was_written_before_it_was_asked_for_and_no_more()
    {
        var (first, record) = Record("a", 0);
        Write(first, record);
        var position = _disk.Position;
        var (second, other) = Record("b", 0);
        Write(second, other);

        _disk.Flush(position);

        Assert.True(_disk.Keeps(first, record));
        Assert.False(_disk.Keeps(second, other));
    }

    [Fact]
    public void What_a_newcomer_fetched_outlives_its_crash()
    {
        using var world = new RingWorld(new() { Seed = 6, Storage = new(new(), Authors.Rules()) });
        IdealStart.Build(world, [.. Enumerable.Range(0, 3).Select(_ => world.AddNode())]);
        world.RunFor(TimeSpan.FromSeconds(40));
        var (key, record) = Record("a", 0);
        world.Nodes[0].Storage!.Put(key, record, Consistency.All, _ => { });
        world.RunFor(TimeSpan.FromSeconds(5));
        var newcomer = world.AddNode(key);
        world.StartJoining(newcomer, 0);

        world.RunFor(TimeSpan.FromSeconds(20));

        Assert.True(newcomer.Storage!.Disk.Keeps(key, record));
    }

    private (Did Key, StoredRecord Record) Record(string name, int seconds) => (
        StorageKey.OfRegister(_authors[0], name),
        _authors.Register(0, name, VirtualTime.Start + TimeSpan.FromSeconds(seconds), new byte[10]));

    private void Write(Did key, StoredRecord record)
    {
        var set = _disk.Find(key) ?? new(key, new());
        var changed = new List<RecordSlot>();
        set.Merge(record, changed);
        _disk.Write(set, changed);
    }
}
