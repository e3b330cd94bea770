using System.Buffers.Binary;

namespace Rings.Protocol.Streams;

/// <summary>The name of a stream set: 16 bytes that its opener drew.</summary>
public readonly record struct StreamsId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 16;

    private readonly UInt128 _bits;

    private StreamsId(UInt128 bits) => _bits = bits;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes, random for a new set.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static StreamsId Read(ReadOnlySpan<byte> source, string field = "streams_id") => source.Length == Bytes
        ? new(BinaryPrimitives.ReadUInt128BigEndian(source))
        : throw new ProtocolException(field, "16 bytes");

    /// <summary>Writes the 16 bytes.</summary>
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
