using Rings.Actors.Public;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol.Streams;

namespace Rings.Actors.Tests.Streams;

/// <summary>What streams that are over leave behind, at their ends and at relays: nothing; and what the meters say meanwhile.</summary>
public sealed class StreamLeftoverSpecs
{
    private const int Streams = 200;
    private const string ManyOpens = "rings.streams.opens-per-second = 10000";

    private static readonly string[] Now =
        ["rings.streams", "rings.stream.sets", "rings.paths", "rings.paths.promised", "rings.stream.promised", "rings.stream.kept"];

    [Fact]
    public void After_many_streams_over_relays_nothing_is_left_anywhere()
    {
        using var ring = new SimulatedRing(11, config: ManyOpens);
        ring.Settle(14);
        var (from, to) = ring.Strangers();
        using var meters = new NodeMeters(ring.Nodes.Select(node => node.Did));
        var listener = ring.Listen(to);
        for (var number = 0; number < Streams; number++) Use(ring, from, to, listener, number);

        Assert.True(meters["rings.paths"] >= 3, "a relay has no place for the path");
        Assert.True(meters["rings.paths.promised"] > 0, "nothing is promised");
        Assert.Equal(2, meters["rings.stream.sets"]);
        ring.World.Run(TimeSpan.FromMinutes(3));

        Assert.All(Now, name => Assert.Equal((name, 0), (name, meters[name])));
        var written = Streams * 3000 / 2;
        Assert.InRange(meters["rings.stream.bytes"], 2 * written, 2 * (written + (Streams * 1000)));
        Assert.InRange(meters["rings.paths.relayed"], written, 12 * written);
        Assert.Equal(0, meters["rings.paths.refused"]);
    }

    /// <summary>Opens one, has both ends write some, and ends it: in order, by a reset, or by leaving it alone.</summary>
    private static void Use(
        SimulatedRing ring, SimulatedNode from, SimulatedNode to, StreamListener listener, int number)
    {
        var options = new StreamOptions { Direct = DirectPolicy.Never, IsInteractive = number % 2 == 0 };
        var (opener, acceptor) = ring.Connect(from, to, listener, options);
        if (number % 2 == 0)
        {
            ring.Carry(opener.Output, acceptor.Input, 3000);
            acceptor.Output.Complete();
            Assert.Equal(StreamEndKind.Finished, ring.End(opener).Kind);
        }
        else if (number % 4 == 1) opener.Reset(StreamCode.Cancelled);
        else
        {
            // As one who disposes of it does.
            opener.Output.Complete();
            opener.Input.Complete();
            acceptor.Output.Complete();
            acceptor.Input.Complete();
        }

        ring.End(opener);
        ring.End(acceptor);
    }
}
