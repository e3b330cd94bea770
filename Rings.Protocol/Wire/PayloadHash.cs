using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Rings.Protocol.Wire;

/// <summary>
/// SHA-256 over a signed payload's bytes as they travelled: its unforgeable name, in receipts and offers.
/// </summary>
public readonly record struct PayloadHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Bytes = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private PayloadHash(ReadOnlySpan<byte> bytes) => (_high, _low) =
        (BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    /// <summary>The hash of a payload.</summary>
    public static PayloadHash Of(ReadOnlySpan<byte> payload)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(payload, hash);
        return new(hash);
    }

    /// <summary>Reads 32 bytes.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static PayloadHash Read(ReadOnlySpan<byte> source, string field = "hash") =>
        source.Length == Bytes ? new(source) : throw new ProtocolException(field, "32 bytes");

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], _low);
    }

    /// <summary>The 32 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
