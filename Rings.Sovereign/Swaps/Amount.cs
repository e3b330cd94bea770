using System.Globalization;
using System.Numerics;
using Rings.Protocol;

namespace Rings.Sovereign.Swaps;

/// <summary>An amount of money in its chain's smallest unit: 0 to 2^256 − 1.</summary>
public readonly record struct Amount : IComparable<Amount>
{
    /// <summary>Bytes of an amount, big-endian.</summary>
    public const int Bytes = 32;

    private Amount(BigInteger units) => Units = units;

    /// <summary>Nothing.</summary>
    public static Amount Zero => default;

    /// <summary>How many of the smallest unit.</summary>
    public BigInteger Units { get; }

    /// <summary>Reads 32 bytes, big-endian.</summary>
    /// <param name="source">Exactly 32 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static Amount Read(ReadOnlySpan<byte> source, string field = "amount") => source.Length == Bytes
        ? new(new BigInteger(source, isUnsigned: true, isBigEndian: true))
        : throw new ProtocolException(field, "32 bytes");

    /// <summary>An amount of so many of the smallest unit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0, or 2^256 and more.</exception>
    public static Amount Of(BigInteger units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units.GetBitLength(), 8 * Bytes);
        return new(units);
    }

    /// <summary>The 32 bytes, big-endian, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        var length = Units.GetByteCount(isUnsigned: true);
        Units.TryWriteBytes(bytes.AsSpan(Bytes - length), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }

    /// <inheritdoc/>
    public int CompareTo(Amount other) => Units.CompareTo(other.Units);

    /// <summary>In the smallest unit, decimal.</summary>
    public override string ToString() => Units.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether one is less.</summary>
    public static bool operator <(Amount left, Amount right) => left.Units < right.Units;

    /// <summary>Whether one is more.</summary>
    public static bool operator >(Amount left, Amount right) => left.Units > right.Units;

    /// <summary>Whether one is no more.</summary>
    public static bool operator <=(Amount left, Amount right) => left.Units <= right.Units;

    /// <summary>Whether one is no less.</summary>
    public static bool operator >=(Amount left, Amount right) => left.Units >= right.Units;
}
