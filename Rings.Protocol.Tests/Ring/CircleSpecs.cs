using CsCheck;

namespace Rings.Protocol.Tests.Ring;

/// <summary>P-01: arithmetic on the circle, at random and edge values.</summary>
public sealed class CircleSpecs
{
    [Fact]
    public void There_and_back_is_once_round() => Gen.Select(RingGens.AnyDid, RingGens.AnyDid).Sample((a, b) =>
        Assert.Equal(a, a + a.DistanceTo(b) + b.DistanceTo(a)));

    [Fact]
    public void Distances_add_up() => Gen.Select(RingGens.AnyDid, RingGens.AnyDid, RingGens.AnyDid).Sample((a, b, c) =>
        Assert.Equal(a + a.DistanceTo(c), a + a.DistanceTo(b) + b.DistanceTo(c)));

    [Fact]
    public void Of_three_points_exactly_one_order_is_clockwise() =>
        Gen.Select(RingGens.AnyDid, RingGens.AnyDid, RingGens.AnyDid)
            .Where((a, b, x) => a != b && b != x && a != x)
            .Sample((a, b, x) => Assert.NotEqual(x.IsBetween(a, b), x.IsBetween(b, a)));

    [Fact]
    public void Nearness_is_the_same_from_both_ends() => Gen.Select(RingGens.AnyDid, RingGens.AnyDid).Sample((a, b) =>
        Assert.Equal(a.NearnessTo(b), b.NearnessTo(a)));
}
