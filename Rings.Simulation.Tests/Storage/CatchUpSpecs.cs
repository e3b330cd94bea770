using Rings.Simulation.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Tests.Storage;

public sealed class CatchUpSpecs
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 40).Select(seed => (ulong)seed)];

    /// <summary>What a newcomer lost again before it was complete kept it waiting: nobody knew all of that.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void A_young_ring_is_in_step_within_seconds(ulong seed)
    {
        using var world = new RingWorld(new()
        {
            Seed = seed,
            Network = new() { Latency = "lan" },
            Storage = new(new(), Authors.Rules()),
        });
        var first = world.AddNode();
        world.StartAlone(first);
        for (var i = 1; i < 5; i++)
        {
            world.RunFor(TimeSpan.FromSeconds(2 * world.Choices.NextDouble()));
            world.StartJoining(world.AddNode(), 0);
        }

        world.RunFor(TimeSpan.FromSeconds(5));

        Assert.Equal(5, world.MemberCount);
        Assert.DoesNotContain(world.Nodes, node => node.Storage!.IsCatchingUp);
    }
}
