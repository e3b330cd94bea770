using Rings.Actors.Public;
using Rings.Protocol.Streams;
using Rings.TestKit;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Tests.Streams;

/// <summary>What docs/protocol/9-limits.md bounds for the streams of a whole node.</summary>
public sealed class StreamLimitSpecs
{
    [Fact]
    public void Sets_are_bounded_and_others_open_half_of_them_at_most()
    {
        using var ring = new SimulatedRing(31, config: "rings.streams.sets = 4");
        ring.Settle(7);
        var node = ring["n0"];
        var at = ring.Listen(node);
        foreach (var name in (string[])["n3", "n4", "n5"]) ring.Listen(ring[name]);

        var (theirs, _) = ring.Connect(ring["n1"], node, at);
        ring.Connect(ring["n2"], node, at);
        var third = ring.TryOpen(ring["n3"], node, new() { Patience = TimeSpan.FromSeconds(20) });
        var own = (List<IStreamOpenOutcome>)[Open(ring, "n3"), Open(ring, "n4")];
        var fifth = Open(ring, "n5");

        Assert.IsType<StreamNotOpened>(third);
        Assert.False(at.Waiting.TryRead(out _), "a third was let in");
        Assert.All(own, outcome => Assert.IsType<StreamOpened>(outcome));
        Assert.Equal(StreamOpenFailure.Busy, Assert.IsType<StreamNotOpened>(fifth).Reason);
        Assert.False(theirs.Ended.IsCompleted);
    }

    [Fact]
    public void A_stream_that_its_application_does_not_answer_is_refused_after_half_a_minute()
    {
        using var ring = new SimulatedRing(32);
        ring.Settle(3);
        var listener = ring.Listen(ring["n2"]);
        ring.Probe.Received.Clear();
        ring["n1"].Actor.Tell(
            new OpenStream(ring["n2"].Did, SimulatedStreams.Protocol, new() { Patience = TimeSpan.FromMinutes(2) }, new()),
            ring.Probe.Actor);
        var incoming = ring.Take(listener);

        ring.World.Run(TimeSpan.FromSeconds(29));
        Assert.Empty(ring.Probe.Received);
        ring.World.Run(TimeSpan.FromSeconds(2));

        Assert.Equal(StreamCode.TimedOut, Assert.IsType<StreamRefused>(Assert.Single(ring.Probe.Received)).Code);
        Assert.NotEqual(StreamEndKind.Finished, ring.End(incoming.Accept()).Kind);
    }

    private static IStreamOpenOutcome Open(SimulatedRing ring, string name)
    {
        ring.Probe.Received.Clear();
        ring["n0"].Actor.Tell(
            new OpenStream(ring[name].Did, SimulatedStreams.Protocol, new() { IsOptimistic = true }, new()), ring.Probe.Actor);
        ring.Until(() => ring.Probe.Received.Count > 0, "the opener heard nothing");
        return (IStreamOpenOutcome)ring.Probe.Received[0];
    }
}
