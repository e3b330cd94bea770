namespace Rings.Protocol;

/// <summary>A clockwise distance on the ring: 0 to 2^160 − 1. Unlike Dids, distances are ordered.</summary>
public readonly record struct Distance : IComparable<Distance>
{
    /// <summary>The top 32 bits.</summary>
    internal readonly uint High;

    /// <summary>The lower 128 bits.</summary>
    internal readonly UInt128 Low;

    internal Distance(uint high, UInt128 low) => (High, Low) = (high, low);

    /// <summary>No distance at all.</summary>
    public static Distance Zero => default;

    /// <summary>The greatest distance: 2^160 − 1.</summary>
    public static Distance Max => new(uint.MaxValue, UInt128.MaxValue);

    /// <summary>2^<paramref name="exponent"/>, for an exponent from 0 to 159.</summary>
    public static Distance PowerOfTwo(int exponent) => Did.Zero.DistanceTo(Did.Zero.Finger(exponent));

    /// <summary>The position of the highest bit that is set, 0 to 159; −1 for no distance.</summary>
    public int HighestBit => High != 0
        ? 159 - (int)uint.LeadingZeroCount(High)
        : 127 - (int)UInt128.LeadingZeroCount(Low);

    /// <summary>The distance as a share of the whole circle, 0 to 1, with the precision of a double.</summary>
    public double Fraction => Math.ScaleB(High, -32) + Math.ScaleB((double)Low, -160);

    /// <summary>
    /// A distance that is <paramref name="fraction"/> of the whole circle; saturates at 0 and <see cref="Max"/>.
    /// </summary>
    public static Distance FromFraction(double fraction)
    {
        if (!(fraction > 0)) return Zero;
        if (fraction >= 1) return Max;
        var scaled = Math.ScaleB(fraction, 32);
        var high = (uint)scaled;
        return new(high, (UInt128)Math.ScaleB(scaled - high, 128));
    }

    /// <inheritdoc/>
    public int CompareTo(Distance other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <summary>Whether left is shorter.</summary>
    public static bool operator <(Distance left, Distance right) =>
        left.High < right.High || (left.High == right.High && left.Low < right.Low);

    /// <summary>Whether left is longer.</summary>
    public static bool operator >(Distance left, Distance right) => right < left;

    /// <summary>Whether left is not longer.</summary>
    public static bool operator <=(Distance left, Distance right) => !(right < left);

    /// <summary>Whether left is not shorter.</summary>
    public static bool operator >=(Distance left, Distance right) => !(left < right);
}
