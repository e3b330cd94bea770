using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>Whole nodes that are asked for more than their bounds allow refuse it by name and go on serving.</summary>
public sealed class StorageOverloadSpecs
{
    private const int Count = 6;
    private const int Bytes = 4096;

    [Fact]
    public void A_node_with_as_many_puts_under_way_as_it_takes_refuses_more_and_takes_the_next()
    {
        using var ring = Ring(1, "rings.storage.operations = 2");
        var inbox = new SimulatedRing.Inbox(ring.System, "puts");

        for (var i = 0; i < 5; i++) ring["n1"].Actor.Tell(Register(i), inbox.Actor);
        ring.World.RunUntil(ring.World.Now + TimeSpan.FromSeconds(30), () => inbox.Received.Count == 5);

        Assert.Equal(2, inbox.Received.OfType<RecordStored>().Count());
        Assert.Equal(3, inbox.Received.OfType<RecordRefused>().Count(refused => refused.Reason == StorageRefusal.Busy));
        Assert.IsType<RecordStored>(ring.Ask<IReply>(ring["n1"], Register(9)));
    }

    [Fact]
    public void An_author_over_its_share_is_refused_and_others_are_not()
    {
        using var ring = Ring(2, $"rings.storage.author-bytes = {8 * Bytes}");

        var (stored, refused) = PutMany(ring, ring["n0"], 60);

        Assert.Contains(StorageRefusal.AuthorQuota, refused);
        Assert.IsType<RecordStored>(ring.Ask<IReply>(ring["n1"], Register(0)));
        AssertReadable(ring, ring["n0"].Did, stored);
    }

    [Fact]
    public void A_full_ring_refuses_new_records_and_serves_what_it_has()
    {
        using var ring = Ring(3, $"rings.storage.foreign-bytes = {10 * Bytes}");

        var (stored, refused) = PutMany(ring, ring["n0"], 60);

        Assert.Contains(StorageRefusal.Full, refused);
        AssertReadable(ring, ring["n0"].Did, stored);
    }

    private static (List<int> Stored, HashSet<StorageRefusal> Refused) PutMany(
        SimulatedRing ring, SimulatedNode author, int count)
    {
        var (stored, refused) = (new List<int>(), new HashSet<StorageRefusal>());
        for (var i = 0; i < count; i++)
        {
            switch (ring.Ask<IReply>(author, Register(i)))
            {
                case RecordStored:
                    stored.Add(i);
                    break;

                case RecordRefused refusal:
                    refused.Add(refusal.Reason);
                    break;
            }
        }

        return (stored, refused);
    }

    private static void AssertReadable(SimulatedRing ring, Did author, List<int> stored)
    {
        Assert.NotEmpty(stored);
        foreach (var number in stored)
        {
            var found = ring.Ask<RecordsFound>(ring["n2"], new GetRegister(author, $"r{number}"));
            Assert.Equal(Bytes, Assert.Single(found.Records).Value.Length);
        }
    }

    private static SimulatedRing Ring(int seed, string config)
    {
        var ring = new SimulatedRing(seed, config: config);
        ring.Grow(Count);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
        // Longer than a newcomer looks for somebody that knows its range.
        ring.World.Run(TimeSpan.FromSeconds(45));
        return ring;
    }

    private static PutRegister Register(int number) => new($"r{number}", new byte[Bytes]);
}
