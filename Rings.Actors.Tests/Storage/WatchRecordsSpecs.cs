using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>Watches through whole nodes in virtual time.</summary>
public sealed class WatchRecordsSpecs
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_watcher_hears_of_what_was_there_and_of_what_comes_within_a_moment()
    {
        using var ring = Ring(seed: 1);
        Add(ring, "n1", 1);
        var watcher = Watch(ring, "n2");

        Assert.Equal(new byte[] { 1 }, Tags(watcher).Distinct());
        Add(ring, "n3", 2);
        ring.World.Run(TimeSpan.FromMilliseconds(200));

        Assert.Equal(new byte[] { 1, 2 }, Tags(watcher).Distinct());
    }

    [Fact]
    public void A_watch_outlives_the_storage_of_its_node_and_the_owner_of_its_key()
    {
        using var ring = Ring(seed: 5);
        var watcher = Watch(ring, "n2");
        ring.System.System.ActorSelection($"{ring["n2"].Actor.Path}/storage").Tell(Kill.Instance);
        ring.World.Run(TimeSpan.FromSeconds(2));
        Add(ring, "n1", 1);
        ring.World.Run(TimeSpan.FromSeconds(1));
        Assert.Contains((byte)1, Tags(watcher));

        var owner = ring.Ask<LookupDone>(ring["n2"], new Lookup(StorageKey.OfSet("news"))).Owner;
        var victim = ring.Nodes.Single(node => node.Did == owner);
        Assert.NotEqual("n2", victim.Name);
        ring.Kill(victim.Name);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(2)), ring.Describe());
        ring.World.Run(Lease);
        var before = watcher.Received.Count;
        Add(ring, ring.Nodes.First(node => node.IsAlive && node.Name != "n2").Name, 2);
        ring.World.Run(TimeSpan.FromSeconds(1));

        Assert.Contains((byte)2, Tags(watcher, before));
    }

    [Fact]
    public void Whoever_stops_is_told_no_more_and_makes_room()
    {
        using var ring = Ring(seed: 3, "rings.storage.watchers = 1");
        var first = Watch(ring, "n2");

        Assert.Equal(StorageRefusal.Busy, Ask<RecordRefused>(ring, "n2").Reason);
        first.Actor.Tell(PoisonPill.Instance);
        ring.World.Run(TimeSpan.FromSeconds(1));

        Ask<RecordsWatched>(ring, "n2");
    }

    [Fact]
    public void A_name_out_of_its_range_is_said_so()
    {
        using var ring = Ring(seed: 4);

        var invalid = ring.Ask<RecordInvalid>(ring["n2"], new WatchRecords(new GetSet(""), ring.Probe.Actor));

        Assert.Equal("name", invalid.Field);
    }

    [Fact]
    public void A_record_is_new_once_and_again_when_it_was_replaced()
    {
        var seen = new SeenRecords(capacity: 2);
        static FoundRecord Record(byte tag, long seq) => new(Did.Zero, [tag], [], seq, DateTimeOffset.UnixEpoch);

        Assert.Equal([1L, 2L], seen.New([Record(2, 2), Record(1, 1)]).Select(record => record.Seq));
        Assert.Empty(seen.New([Record(1, 1), Record(2, 2)]));
        Assert.Equal([5L], seen.New([Record(1, 5)]).Select(record => record.Seq));
        Assert.Single(seen.New([Record(3, 6)]));
        Assert.Equal([5L], seen.New([Record(1, 5), Record(3, 6)]).Select(record => record.Seq)); // The first was forgotten.
    }

    private static SimulatedRing Ring(int seed, string config = "")
    {
        var ring = new SimulatedRing(seed, config: config);
        ring.Grow(8);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(10));
        return ring;
    }

    private static SimulatedRing.Inbox Watch(SimulatedRing ring, string node)
    {
        var watcher = new SimulatedRing.Inbox(ring.System, $"watcher-{node}");
        ring.Ask<RecordsWatched>(ring[node], new WatchRecords(new GetSet("news"), watcher.Actor));
        ring.World.Run(TimeSpan.FromSeconds(1));
        return watcher;
    }

    private static T Ask<T>(SimulatedRing ring, string node)
        where T : class, IReply =>
        ring.Ask<T>(ring[node], new WatchRecords(new GetSet("news"), ring.Probe.Actor));

    private static void Add(SimulatedRing ring, string node, byte tag) =>
        ring.Ask<RecordStored>(ring[node], new AddElement("news", [tag], [tag]));

    private static IEnumerable<byte> Tags(SimulatedRing.Inbox watcher, int skip = 0) => watcher.Received.Skip(skip)
        .OfType<RecordsSeen>().SelectMany(seen => seen.Records).Select(record => record.Tag[0]).Order();
}
