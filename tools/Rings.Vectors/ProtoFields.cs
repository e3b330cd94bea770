using System.Buffers.Binary;

namespace Rings.Vectors;

/// <summary>
/// The fields of an encoded message, to be exchanged one by one: so that a vector differs from a right one in exactly
/// what its name says. Fields have the numbers 1 to 15.
/// </summary>
internal sealed class ProtoFields
{
    private readonly List<(int Number, byte[] Bytes)> _fields;

    private ProtoFields(List<(int Number, byte[] Bytes)> fields) => _fields = fields;

    /// <summary>Takes an encoded message apart.</summary>
    public static ProtoFields Of(ReadOnlySpan<byte> message)
    {
        var fields = new List<(int Number, byte[] Bytes)>();
        while (!message.IsEmpty)
        {
            var length = 1 + (message[0] & 7) switch
            {
                0 => VarintLength(message[1..]),
                1 => sizeof(ulong),
                5 => sizeof(uint),
                _ => VarintLength(message[1..]) + (int)Varint(message[1..]),
            };
            fields.Add((message[0] >> 3, message[..length].ToArray()));
            message = message[length..];
        }

        return new(fields);
    }

    /// <summary>With a length-delimited field in place of the one of this number, or added in order.</summary>
    public ProtoFields With(int number, ReadOnlySpan<byte> content) =>
        Replace(number, VectorBytes.Field(number, content));

    /// <summary>With a varint in place of the field of this number, or added in order.</summary>
    public ProtoFields WithVarint(int number, ulong value)
    {
        var bytes = new List<byte> { (byte)(number << 3) };
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return Replace(number, [.. bytes, (byte)value]);
    }

    /// <summary>With a fixed64 in place of the field of this number, or added in order.</summary>
    public ProtoFields WithFixed64(int number, ulong value)
    {
        var bytes = new byte[1 + sizeof(ulong)];
        bytes[0] = (byte)((number << 3) | 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), value);
        return Replace(number, bytes);
    }

    /// <summary>With a fixed32 in place of the field of this number, or added in order.</summary>
    public ProtoFields WithFixed32(int number, uint value)
    {
        var bytes = new byte[1 + sizeof(uint)];
        bytes[0] = (byte)((number << 3) | 5);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), value);
        return Replace(number, bytes);
    }

    /// <summary>Without the field of this number.</summary>
    public ProtoFields Without(int number) => new([.. _fields.Where(field => field.Number != number)]);

    /// <summary>With the field of this number at the end.</summary>
    public ProtoFields Last(int number) =>
        new([.. _fields.Where(field => field.Number != number), .. _fields.Where(field => field.Number == number)]);

    /// <summary>The content of a length-delimited field.</summary>
    public byte[] Content(int number)
    {
        var bytes = _fields.First(field => field.Number == number).Bytes.AsSpan(1);
        return bytes[VarintLength(bytes)..].ToArray();
    }

    public byte[] ToBytes() => [.. _fields.SelectMany(static field => field.Bytes)];

    private ProtoFields Replace(int number, byte[] bytes) => new(
        [.. Without(number)._fields.Append((Number: number, Bytes: bytes)).OrderBy(static field => field.Number)]);

    private static int VarintLength(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)0x7F) + 1;

    private static ulong Varint(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; i < VarintLength(bytes); i++) value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
        return value;
    }
}
