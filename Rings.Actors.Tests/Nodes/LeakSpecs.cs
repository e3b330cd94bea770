using Rings.TestKit;

using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

public sealed class LeakSpecs
{
    [Fact]
    public void After_a_thousand_openings_and_closings_of_links_nothing_is_left()
    {
        using var ring = new SimulatedRing(seed: 3);
        ring.Start("n0");
        ring.Start("n1", "n0");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(30)), ring.Describe());
        Cycle(ring, 10);
        ring.World.Run(TimeSpan.FromMinutes(15));
        var (connections, scheduled) = (ring.Network.ConnectionCount, ring.World.Scheduled);

        Cycle(ring, 1000);
        ring.World.Run(TimeSpan.FromMinutes(15));

        Assert.Equal(connections, ring.Network.ConnectionCount);
        Assert.InRange(ring.World.Scheduled, 0, scheduled + 16);
        Assert.Single(ring.Status(ring["n0"]).Links);
        Assert.True(ring.IsIdeal, ring.Describe());
    }

    private static void Cycle(SimulatedRing ring, int times)
    {
        var (left, right) = (ring["n0"], ring["n1"]);
        for (var round = 0; round < times; round++)
        {
            ring.Ask<Disconnected>(left, new Disconnect(right.Did));
            ring.World.Run(TimeSpan.FromSeconds(2));
            ring.Ask<IReply>(left, new ConnectSeed(new Uri("sim://n1")));
        }
    }
}
