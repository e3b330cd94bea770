using System.Text;
using Rings.Actors.Public;
using Rings.TestKit;
using Rings.Transport.InMemory;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Sessions;

/// <summary>All that passes any link and all that comes to rest on any disk, searched for what the two ends alone may know.</summary>
public sealed class SecrecySpecs
{
    private const string Protocol = "confidential/7";
    private const string Secret = "attack at dawn, by the old mill";

    private const int KeyBytes = 32;
    private const int KemSeedBytes = 64;

    [Fact]
    public void Relays_and_storing_nodes_see_no_text_no_protocol_and_no_key()
    {
        var capture = new MemoryStream();
        var secrets = new List<byte[]>();
        using var ring = new SimulatedRing(1, new InMemoryNetworkOptions
        {
            Delay = TimeSpan.FromMilliseconds(5),
            Tap = (_, message) => capture.Write(message.Span),
        })
        {
            Drawn = bytes => secrets.Add(bytes),
        };
        Fill(ring);
        var received = new List<Received>();
        ring.Register(ring["n7"], Protocol, received);

        for (var i = 0; i < 5; i++) ring.Ask<Delivered>(ring["n1"], Say(ring["n7"], i));
        Leave(ring, "n7");
        for (var i = 5; i < 10; i++) ring.Ask<Mailed>(ring["n1"], Say(ring["n7"], i));
        var disks = ring.Disks.Select(record => record.Bytes.ToArray()).ToList();
        Return(ring, "n7", received);

        Assert.Equal(10, received.Count);
        var seen = capture.ToArray();
        Assert.Contains(secrets, secret => secret.Length == KeyBytes);
        Assert.Contains(secrets, secret => secret.Length == KemSeedBytes);
        Assert.NotEmpty(disks);
        Assert.True(Contains(seen, ring["n1"].Did.ToByteArray()), "the capture holds what passed: Dids are in clear");
        foreach (var bytes in disks.Append(seen))
        {
            Assert.False(Contains(bytes, Encoding.UTF8.GetBytes(Secret)), "a text in clear");
            Assert.False(Contains(bytes, Encoding.UTF8.GetBytes(Protocol)), "a protocol's name in clear");
            // Ephemeral keys, ratchet keys, prekeys, session keys and account keys are all drawn as 32 bytes, and what
            // ML-KEM encapsulates by too; its keys as 64.
            Assert.DoesNotContain(
                secrets, secret => secret.Length is KeyBytes or KemSeedBytes && Contains(bytes, secret));
        }
    }

    [Fact]
    public void A_message_in_the_clear_is_found_by_the_same_search()
    {
        var capture = new MemoryStream();
        using var ring = new SimulatedRing(2, new InMemoryNetworkOptions
        {
            Delay = TimeSpan.FromMilliseconds(5),
            Tap = (_, message) => capture.Write(message.Span),
        });
        Fill(ring);
        ring.Register(ring["n7"], Protocol, []);

        ring.Ask<Delivered>(ring["n1"], new SendPlain(ring["n7"].Did, Protocol, Encoding.UTF8.GetBytes(Secret)));

        Assert.True(Contains(capture.ToArray(), Encoding.UTF8.GetBytes(Secret)));
        Assert.True(Contains(capture.ToArray(), Encoding.UTF8.GetBytes(Protocol)));
    }

    private static void Fill(SimulatedRing ring)
    {
        ring.Grow(8);
        Settle(ring);
    }

    private static void Leave(SimulatedRing ring, string name)
    {
        ring.Ask<Left>(ring[name], RingsNodeProtocol.Leave.Instance);
        ring[name].IsAlive = false;
        Settle(ring);
    }

    private static void Return(SimulatedRing ring, string name, List<Received> received)
    {
        ring.Start(name, "n0");
        ring.Register(ring[name], Protocol, received);
        Settle(ring);
        ring.World.Run(TimeSpan.FromMinutes(3));
    }

    private static void Settle(SimulatedRing ring)
    {
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(40));
    }

    private static Send Say(SimulatedNode to, int number) =>
        new(to.Did, Protocol, Encoding.UTF8.GetBytes($"{Secret} {number}"));

    private static bool Contains(byte[] where, byte[] what) => where.AsSpan().IndexOf(what) >= 0;
}
