using System.Buffers.Binary;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Rings.Protocol;

/// <summary>
/// A position on the ring and the name of a node: an element of Z/2^160 that an account's key owns.
/// Arithmetic is modulo 2^160.
/// </summary>
/// <remarks>
/// A value of 24 bytes without a heap part. Two Dids have no order except by the distance from a stated third, so
/// there are no comparison operators here: compare <see cref="DistanceTo"/> of the same origin
/// (<see cref="Distance"/> values are ordered).
/// </remarks>
[JsonConverter(typeof(DidJsonConverter))]
[TypeConverter(typeof(DidTypeConverter))]
public readonly partial record struct Did
{
    /// <summary>Bits of a Did.</summary>
    public const int Bits = 160;

    /// <summary>Bytes of a Did.</summary>
    public const int Bytes = Bits / 8;

    private readonly uint _high;
    private readonly UInt128 _low;

    private Did(uint high, UInt128 low) => (_high, _low) = (high, low);

    /// <summary>The point 0.</summary>
    public static Did Zero => default;

    /// <summary>Reads 20 bytes, big-endian.</summary>
    /// <param name="source">At least 20 bytes; the first 20 are read.</param>
    public static Did Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32BigEndian(source),
        BinaryPrimitives.ReadUInt128BigEndian(source.Slice(sizeof(uint), 16)));

    /// <summary>Writes 20 bytes, big-endian.</summary>
    /// <param name="target">At least 20 bytes.</param>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target.Slice(sizeof(uint), 16), _low);
    }

    /// <summary>The 20 bytes, big-endian, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>
    /// The point 2^<paramref name="exponent"/> clockwise of this one: where finger number <paramref name="exponent"/>
    /// begins.
    /// </summary>
    /// <param name="exponent">0 to 159.</param>
    public Did Finger(int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exponent, Bits);
        return this + (exponent < 128
            ? new Distance(0, UInt128.One << exponent)
            : new Distance(1u << (exponent - 128), 0));
    }

    /// <summary>The clockwise distance from here to <paramref name="other"/>: (other − this) mod 2^160.</summary>
    public Distance DistanceTo(Did other)
    {
        var borrow = other._low < _low ? 1u : 0u;
        return new(unchecked(other._high - _high - borrow), unchecked(other._low - _low));
    }

    /// <summary>
    /// The smaller of the two distances round the circle: how near <paramref name="other"/> is, either way.
    /// </summary>
    public Distance NearnessTo(Did other)
    {
        var clockwise = DistanceTo(other);
        var back = other.DistanceTo(this);
        return back < clockwise ? back : clockwise;
    }

    /// <summary>
    /// Whether this point lies in the open clockwise interval from <paramref name="start"/> to <paramref name="end"/>;
    /// with both ends equal, that is the whole circle without that point.
    /// </summary>
    public bool IsBetween(Did start, Did end)
    {
        if (this == start) return false;
        return start == end || start.DistanceTo(this) < start.DistanceTo(end);
    }

    /// <summary>
    /// Whether this point lies in Chord's (start, end], clockwise; with both ends equal that is the whole circle.
    /// </summary>
    public bool IsBetweenOrEnd(Did start, Did end) => this == end || IsBetween(start, end);

    /// <summary>The point <paramref name="distance"/> clockwise of <paramref name="origin"/>.</summary>
    public static Did operator +(Did origin, Distance distance)
    {
        var low = unchecked(origin._low + distance.Low);
        var carry = low < origin._low ? 1u : 0u;
        return new(unchecked(origin._high + distance.High + carry), low);
    }

    /// <summary>The point <paramref name="distance"/> counter-clockwise of <paramref name="origin"/>.</summary>
    public static Did operator -(Did origin, Distance distance)
    {
        var borrow = origin._low < distance.Low ? 1u : 0u;
        return new(unchecked(origin._high - distance.High - borrow), unchecked(origin._low - distance.Low));
    }
}
