using System.Buffers.Binary;

namespace Rings.Protocol.EndToEnd;

/// <summary>32 bytes as a value: a public key or a hash as the key of a table.</summary>
internal readonly record struct Key32(ulong A, ulong B, ulong C, ulong D)
{
    public const int Bytes = 32;

    public static Key32 Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(source[16..]), BinaryPrimitives.ReadUInt64BigEndian(source[24..]));

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, A);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(target[24..], D);
    }
}
