using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>Names a delegation: the first 20 bytes of SHA-256 over its bytes as they were received.</summary>
public readonly record struct DelegationId : IComparable<DelegationId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 20;

    private readonly Did _bits;

    private DelegationId(Did bits) => _bits = bits;

    /// <summary>The id of a delegation's bytes.</summary>
    public static DelegationId Of(ReadOnlySpan<byte> delegation)
    {
        Span<byte> hash = stackalloc byte[Hash.Bytes];
        Hash.Sha256(delegation, hash);
        return new(Did.Read(hash));
    }

    /// <summary>Reads 20 bytes.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static DelegationId Read(ReadOnlySpan<byte> source, string field = "delegation_id") =>
        source.Length == Bytes ? new(Did.Read(source)) : throw new ProtocolException(field, "20 bytes");

    /// <summary>Writes 20 bytes.</summary>
    public void Write(Span<byte> target) => _bits.Write(target);

    /// <summary>The 20 bytes, in a new array.</summary>
    public byte[] ToByteArray() => _bits.ToByteArray();

    /// <summary>Order by value, as big-endian numbers.</summary>
    public int CompareTo(DelegationId other) =>
        Did.Zero.DistanceTo(_bits).CompareTo(Did.Zero.DistanceTo(other._bits));

    /// <summary>Whether left is the smaller number.</summary>
    public static bool operator <(DelegationId left, DelegationId right) => left.CompareTo(right) < 0;

    /// <summary>Whether left is the greater number.</summary>
    public static bool operator >(DelegationId left, DelegationId right) => left.CompareTo(right) > 0;

    /// <summary>Whether left is not the greater number.</summary>
    public static bool operator <=(DelegationId left, DelegationId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left is not the smaller number.</summary>
    public static bool operator >=(DelegationId left, DelegationId right) => left.CompareTo(right) >= 0;

    /// <summary>40 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
