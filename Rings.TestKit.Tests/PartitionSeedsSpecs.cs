using Xunit.Abstractions;

namespace Rings.TestKit.Tests;

/// <summary>With a thousand seeds: <c>.ci/long testkit</c>.</summary>
public sealed class PartitionSeedsSpecs(ITestOutputHelper output) : RingsTestKit(output)
{
    [Theory]
    [ManySeeds(5)]
    public void A_ring_becomes_one_again_after_a_partition(int seed)
    {
        var ring = Ring(seed).Nodes(4);
        ring.Run(until: r => r.IsIdeal);
        ring.Partition([0, 1]).Advance(TimeSpan.FromMinutes(1)).Heal();

        ring.Run(until: r => r.IsIdeal);

        Assert.True(ring.IsIdeal);
    }
}
