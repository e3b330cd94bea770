using CsCheck;

namespace Rings.Protocol.Tests;

/// <summary>P-01: the laws of the circle.</summary>
public class DidSpecs
{
    private static readonly Did[] Edges =
    [
        Did.Zero, Did.Zero.Finger(0), Did.Zero.Finger(127), Did.Zero.Finger(128), Did.Zero.Finger(159),
        Did.Zero - Distance.PowerOfTwo(0), Did.Zero.Finger(159) - Distance.PowerOfTwo(0),
    ];

    internal static readonly Gen<Did> Any = Gen.Frequency(
        (4, Gen.Byte.Array[Did.Bytes].Select(b => Did.Read(b))),
        (1, Gen.Int[0, Edges.Length - 1].Select(i => Edges[i])));

    [Fact]
    public void There_and_back_is_once_round() => Gen.Select(Any, Any).Sample((a, b) =>
    {
        Assert.Equal(a, a + a.DistanceTo(b) + b.DistanceTo(a));
        Assert.Equal(Did.Zero, Did.Zero + a.DistanceTo(b) + b.DistanceTo(a));
    });

    [Fact]
    public void Distances_on_one_way_add_up() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
        Assert.Equal(Did.Zero + a.DistanceTo(c), Did.Zero + a.DistanceTo(b) + b.DistanceTo(c)));

    [Fact]
    public void A_point_lies_on_exactly_one_of_two_arcs() =>
        Gen.Select(Any, Any, Any).Where((a, b, x) => a != b && b != x && a != x).Sample((a, b, x) =>
            Assert.NotEqual(x.IsBetween(a, b), x.IsBetween(b, a)));

    [Fact]
    public void An_arc_to_itself_is_the_whole_circle_but_the_point() => Gen.Select(Any, Any).Sample((a, x) =>
    {
        Assert.Equal(a != x, x.IsBetween(a, a));
        Assert.True(x.IsBetweenOrEnd(a, a));
    });

    [Fact]
    public void The_end_belongs_to_the_half_open_arc_alone() => Gen.Select(Any, Any).Where((a, b) =>
        a != b).Sample((a, b) =>
    {
        Assert.True(b.IsBetweenOrEnd(a, b));
        Assert.False(b.IsBetween(a, b));
        Assert.False(a.IsBetweenOrEnd(a, b));
    });

    [Fact]
    public void Adding_and_taking_away_undo_each_other() => Gen.Select(Any, Any).Sample((a, b) =>
    {
        var distance = a.DistanceTo(b);
        Assert.Equal(b, a + distance);
        Assert.Equal(a, b - distance);
    });

    [Fact]
    public void Nearness_is_the_same_from_both_ends_and_at_most_half_round() => Gen.Select(Any, Any).Sample((a, b) =>
    {
        Assert.Equal(a.NearnessTo(b), b.NearnessTo(a));
        Assert.True(a.NearnessTo(b) <= Distance.PowerOfTwo(159));
    });

    [Fact]
    public void Arithmetic_is_that_of_big_integers() => Gen.Select(Any, Any).Sample((a, b) =>
    {
        var modulus = System.Numerics.BigInteger.One << 160;
        var expected = ((Number(b) - Number(a)) % modulus + modulus) % modulus;
        Assert.Equal(expected, Number(Did.Zero + a.DistanceTo(b)));
    });

    [Fact]
    public void Every_finger_lies_a_power_of_two_away() => Gen.Select(Any, Gen.Int[0, 159]).Sample((a, i) =>
    {
        Assert.Equal(i, a.DistanceTo(a.Finger(i)).HighestBit);
        Assert.Equal(Distance.PowerOfTwo(i), a.DistanceTo(a.Finger(i)));
    });

    [Fact]
    public void Bytes_are_read_back() => Any.Sample(a => Assert.Equal(a, Did.Read(a.ToByteArray())));

    private static System.Numerics.BigInteger Number(Did did) =>
        new(did.ToByteArray(), isUnsigned: true, isBigEndian: true);
}
