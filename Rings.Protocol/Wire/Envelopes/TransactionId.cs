using System.Buffers.Binary;

namespace Rings.Protocol.Wire;

/// <summary>The name of a transaction that replies refer to: 16 random bytes that its sender drew.</summary>
/// <remarks>Believed for routing replies only. What must be unforgeable is named by
/// <see cref="PayloadHash"/>.</remarks>
public readonly record struct TransactionId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 16;

    private readonly UInt128 _bits;

    private TransactionId(UInt128 bits) => _bits = bits;

    /// <summary>Its last 32 bits: where it is kept in a table that is no dictionary.</summary>
    internal uint Low => (uint)_bits;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes, random for a new id.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static TransactionId Read(ReadOnlySpan<byte> source, string field = "id") => source.Length == Bytes
        ? new(BinaryPrimitives.ReadUInt128BigEndian(source))
        : throw new ProtocolException(field, "16 bytes");

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> target) => BinaryPrimitives.WriteUInt128BigEndian(target, _bits);

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
