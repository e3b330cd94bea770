using System.Buffers.Binary;
using System.Numerics;

namespace Rings.Protocol.Wire;

/// <summary>
/// Writes Protocol Buffers fields into a span that is large enough, in the form that <see cref="FieldReader"/> reads.
/// </summary>
internal ref struct FieldWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    /// <summary>Bytes written so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that a varint takes: 1 to 10.</summary>
    public static int SizeOfVarint(ulong value) => (70 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    /// <summary>Bytes that a length-delimited field with a one-byte tag takes.</summary>
    public static int SizeOfBytes(int length) => 1 + SizeOfVarint((uint)length) + length;

    public void Tag(int field, int type) => _target[Position++] = (byte)((field << 3) | type);

    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _target[Position++] = (byte)(value | 0x80);
        _target[Position++] = (byte)value;
    }

    public void Varint(int field, ulong value)
    {
        Tag(field, FieldReader.Varint);
        Varint(value);
    }

    public void Fixed32(int field, uint value)
    {
        Tag(field, FieldReader.Fixed32);
        BinaryPrimitives.WriteUInt32LittleEndian(_target[Position..], value);
        Position += sizeof(uint);
    }

    public void Fixed64(int field, ulong value)
    {
        Tag(field, FieldReader.Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(_target[Position..], value);
        Position += sizeof(ulong);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value) => value.CopyTo(Reserve(field, value.Length));

    /// <summary>Writes tag and length of a field and answers the place of its bytes, which the caller fills.</summary>
    public Span<byte> Reserve(int field, int length)
    {
        Tag(field, FieldReader.Delimited);
        Varint((uint)length);
        var place = _target.Slice(Position, length);
        Position += length;
        return place;
    }
}
