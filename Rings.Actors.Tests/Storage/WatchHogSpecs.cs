using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>
/// A member that takes all the leases that it can get of a key's owner, to whole nodes in virtual time: followers hear
/// what is there, and what comes.
/// </summary>
public sealed class WatchHogSpecs
{
    private static readonly Did Key = StorageKey.OfSet("news");

    [Fact]
    public void A_follower_is_told_at_once_while_one_Did_watches_all_that_it_may()
    {
        using var ring = Ring(1, "rings.storage.watches = 256\nrings.storage.watches-of-key = 64\n");
        var owner = OwnerOf(ring);
        var hog = new DishonestMember(ring, owner, "hog");

        hog.Watch(owner.Did, KeysOf(ring, owner).Take(400));

        Assert.Equal(16, Given(hog));
        AssertFollows(ring, owner, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_follower_is_told_at_once_while_many_Dids_by_one_link_watch_its_key()
    {
        using var ring = Ring(2, "rings.storage.watches-of-key = 64\n");
        var owner = OwnerOf(ring);
        var hog = new DishonestMember(ring, owner, "hog");

        hog.WatchAsStrangers(owner.Did, Key, count: 100, perSecond: 20);

        Assert.InRange(Given(hog), 16, 33);
        AssertFollows(ring, owner, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_follower_without_a_lease_hears_what_is_there_at_once_and_what_comes_within_half_a_minute()
    {
        using var ring = Ring(3, "rings.storage.watches = 0\nrings.storage.watches-of-key = 0\n");

        AssertFollows(ring, OwnerOf(ring), TimeSpan.FromSeconds(33));
    }

    private static void AssertFollows(SimulatedRing ring, SimulatedNode owner, TimeSpan within)
    {
        SimulatedNode[] others = [.. ring.Nodes.Where(node => node != owner)];
        ring.Ask<RecordStored>(others[0], new AddElement("news", [1], [1]));
        var watcher = new SimulatedRing.Inbox(ring.System, "watcher");
        ring.Ask<RecordsWatched>(others[1], new WatchRecords(new GetSet("news"), watcher.Actor));
        ring.World.Run(TimeSpan.FromSeconds(1));
        Assert.Equal([1], Tags(watcher));

        ring.Ask<RecordStored>(others[0], new AddElement("news", [2], [2]));
        ring.World.Run(within);
        Assert.Equal([1, 2], Tags(watcher));
    }

    private static int Given(DishonestMember hog) => hog.Answers().Count(answer => answer is StorageMessage.Watching);

    private static SimulatedRing Ring(int seed, string config)
    {
        var ring = new SimulatedRing(seed, config: config);
        ring.Grow(4);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(40));
        return ring;
    }

    private static SimulatedNode OwnerOf(SimulatedRing ring) => OwnerOf(ring, Key);

    private static SimulatedNode OwnerOf(SimulatedRing ring, Did key) => ring.Nodes.MinBy(node => key.DistanceTo(node.Did))!;

    private static IEnumerable<Did> KeysOf(SimulatedRing ring, SimulatedNode owner)
    {
        for (var number = 0; ; number++)
        {
            var key = StorageKey.OfSet($"{number}");
            if (OwnerOf(ring, key) == owner) yield return key;
        }
    }

    private static IEnumerable<byte> Tags(SimulatedRing.Inbox watcher) => watcher.Received
        .OfType<RecordsSeen>().SelectMany(seen => seen.Records).Select(record => record.Tag[0]).Distinct().Order();
}
