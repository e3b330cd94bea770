using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

public sealed class RingJoinSpecs
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(64)]
    public void Nodes_that_join_at_once_through_one_seed_form_the_ideal_ring(int count)
    {
        var world = new RingWorld(count, RingSettings.Default);
        var seed = world.Add(world.AnyDid(), contact: null).Did;
        for (var index = 1; index < count; index++) world.Add(world.AnyDid(), seed);

        var start = world.Now;
        Assert.True(world.RunUntil(() => RingInvariants.IsIdeal(world), Minute), world.ToString());
        Assert.InRange((world.Now - start).TotalSeconds, 0, 10);
    }
}
