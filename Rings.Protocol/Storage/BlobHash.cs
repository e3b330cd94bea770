using System.Buffers.Binary;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Storage;

/// <summary>Names bytes for good: the full SHA-256 over a byte that says what they are, and the bytes.</summary>
public readonly record struct BlobHash : IComparable<BlobHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Bytes = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private BlobHash(ReadOnlySpan<byte> bytes) => (_high, _low) =
        (BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>The name of a chunk: SHA-256(0x00 ‖ bytes).</summary>
    public static BlobHash OfChunk(ReadOnlySpan<byte> bytes) => new(Hash.Sha256([0, .. bytes]));

    /// <summary>The name of a manifest: SHA-256(0x01 ‖ bytes).</summary>
    public static BlobHash OfManifest(ReadOnlySpan<byte> bytes) => new(Hash.Sha256([1, .. bytes]));

    /// <summary>A plain SHA-256, for what is not a Blob: the hash that orders records.</summary>
    internal static BlobHash OfPayload(ReadOnlySpan<byte> bytes) => new(Hash.Sha256(bytes));

    /// <summary>Reads 32 bytes.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static BlobHash Read(ReadOnlySpan<byte> source, string field = "hash") =>
        source.Length == Bytes ? new(source) : throw new ProtocolException(field, "32 bytes");

    /// <summary>Reads 64 hex digits.</summary>
    /// <exception cref="ProtocolException">Something else.</exception>
    public static BlobHash Parse(string text)
    {
        var bytes = new byte[Bytes];
        return text.Length == 2 * Bytes
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? new(bytes)
            : throw new ProtocolException("hash", "64 hex digits");
    }

    /// <summary>Whether these are the bytes, as a chunk or as a manifest.</summary>
    public bool IsOf(ReadOnlySpan<byte> bytes) => this == OfChunk(bytes) || this == OfManifest(bytes);

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], _low);
    }

    /// <summary>The 32 bytes, in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>Order by value, as big-endian numbers.</summary>
    public int CompareTo(BlobHash other) =>
        _high != other._high ? _high.CompareTo(other._high) : _low.CompareTo(other._low);

    /// <summary>Whether left is the smaller number.</summary>
    public static bool operator <(BlobHash left, BlobHash right) => left.CompareTo(right) < 0;

    /// <summary>Whether left is the greater number.</summary>
    public static bool operator >(BlobHash left, BlobHash right) => left.CompareTo(right) > 0;

    /// <summary>Whether left is not the greater number.</summary>
    public static bool operator <=(BlobHash left, BlobHash right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left is not the smaller number.</summary>
    public static bool operator >=(BlobHash left, BlobHash right) => left.CompareTo(right) >= 0;

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
