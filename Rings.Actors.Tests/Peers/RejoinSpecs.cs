using Rings.Protocol.Ring;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Peers;

/// <summary>Whole nodes: one whose seed is gone comes back through a peer that it remembers.</summary>
public sealed class RejoinSpecs
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_node_that_restarts_with_its_seed_dead_joins_again_through_a_remembered_peer(bool hasFailed)
    {
        using var ring = Ring(seed: 31, announced: true);
        if (hasFailed)
        {
            ring.System.System.ActorSelection(ring["left"].Actor.Path / "peers").Tell(Akka.Actor.Kill.Instance);
            ring.World.Run(TimeSpan.FromSeconds(1));
        }

        ring.Kill("seed");
        ring.Kill("left");
        ring.World.Run(TimeSpan.FromMinutes(1));
        ring.Start("left", "seed");

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(2)), ring.Describe());
        Assert.Equal(ring["right"].Did, Assert.Single(ring.Status(ring["left"]).Successors));
    }

    [Fact]
    public void A_seed_without_seeds_of_its_own_comes_back_to_its_ring_at_once()
    {
        using var ring = Ring(seed: 32, announced: true);

        ring.Kill("seed");
        ring.World.Run(TimeSpan.FromMinutes(1));
        ring.Start("seed");
        ring.World.Run(TimeSpan.FromMilliseconds(1));
        Assert.Equal(RingPhase.Joining, ring.Status(ring["seed"]).Phase);

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(30)), ring.Describe());
    }

    [Fact]
    public void A_node_that_remembers_nobody_with_an_address_is_a_ring_of_one_and_no_worse()
    {
        using var ring = Ring(seed: 33, announced: false);

        ring.Kill("seed");
        ring.Kill("left");
        ring.World.Run(TimeSpan.FromMinutes(1));
        ring.Start("left", "seed");
        ring.World.Run(TimeSpan.FromMinutes(2));

        var status = ring.Status(ring["left"]);
        Assert.Equal((RingPhase.Member, 0), (status.Phase, status.Links.Length));
    }

    [Fact]
    public void A_remembered_peer_that_comes_late_is_found_and_never_asked_more_than_once_a_minute()
    {
        using var ring = Ring(seed: 34, announced: true);
        ring.Kill("seed");
        ring.Kill("right");
        ring.Kill("left");

        ring.Start("left", "seed");
        ring.World.Run(TimeSpan.FromMinutes(10));
        var before = ring.Asked;
        ring.World.Run(TimeSpan.FromMinutes(10));
        var asked = ring.Asked - before;
        ring.Start("right");

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(5)), ring.Describe());
        // Retries at a minute, and meetings each 1 to 5 minutes: for three addresses at most.
        Assert.InRange(asked, 10, 60);
    }

    private static SimulatedRing Ring(int seed, bool announced)
    {
        var ring = new SimulatedRing(seed);
        foreach (var (name, seeds) in new (string, string[])[] { ("seed", []), ("left", ["seed"]), ("right", ["seed"]) })
        {
            var node = ring.Start(name, seeds);
            if (announced) ring.Ask<ListenerAnnounced>(node, new AnnounceListener(50_001));
        }

        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(10));
        return ring;
    }
}
