using System.Buffers.Binary;

namespace Rings.Protocol.Wire;

/// <summary>What the parts of a large message share: 16 random bytes that its sender drew.</summary>
public readonly record struct MessageId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 16;

    private readonly UInt128 _bits;

    private MessageId(UInt128 bits) => _bits = bits;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes, random for a new id.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static MessageId Read(ReadOnlySpan<byte> source, string field = "message_id") => source.Length == Bytes
        ? new(BinaryPrimitives.ReadUInt128BigEndian(source))
        : throw new ProtocolException(field, "16 bytes");

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits);
        return bytes;
    }

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
