using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;
using Rings.TestKit;
using static Rings.Actors.Public.StreamCommands;

namespace Rings.Actors.Tests.Services;

/// <summary>Calls that come faster than a node judges them.</summary>
public sealed class CallLimitSpecs
{
    private const int Waiting = 64;

    [Fact]
    public void Sixty_four_calls_wait_to_be_judged_and_those_beyond_hear_that_it_is_busy()
    {
        using var ring = new SimulatedRing(33);
        ring.Grow(4);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromMinutes(5)), ring.Describe());
        var (node, callers) = (ring["n0"], new[] { ring["n1"], ring["n2"], ring["n3"] });
        var call = new ServiceCall(node.Did, ServiceName.Web, default).ToBytes();
        var registry = ((ActorRefWithCell)node.Actor).GetSingleChild("services");
        ring.World.SlowDown(registry, TimeSpan.FromSeconds(20));
        ring.Probe.Received.Clear();

        foreach (var caller in callers)
            for (var number = 0; number < 40; number++)
                caller.Actor.Tell(
                    new OpenStream(node.Did, ServiceCall.Protocol, new() { Metadata = call }, new()), ring.Probe.Actor);
        ring.World.Run(TimeSpan.FromSeconds(10));

        // One more is on its way to the registry.
        Assert.Equal(120 - Waiting - 1, ring.Probe.Received.Count);
        Assert.All(ring.Probe.Received, reply => Assert.Equal(StreamCode.Busy, Assert.IsType<StreamRefused>(reply).Code));

        ring.World.SlowDown(registry, TimeSpan.Zero);
        ring.World.Run(TimeSpan.FromSeconds(15));
        Assert.Equal(120, ring.Probe.Received.Count);
        Assert.Contains(ring.Probe.Received, reply => reply is StreamRefused { Code: StreamCode.NotFound });
    }
}
