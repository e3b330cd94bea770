namespace Rings.Vectors;

/// <summary>What all vectors are made of: bytes that count up, and hex.</summary>
internal static class VectorBytes
{
    /// <summary>Bytes that count up from a number, modulo 256.</summary>
    public static byte[] Bytes(int first, int length) => [.. Enumerable.Range(first, length).Select(i => (byte)i)];

    /// <summary>Lower-case hex digits.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>A copy with another byte at a place.</summary>
    public static byte[] With(ReadOnlySpan<byte> bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        copy[at] = value;
        return copy;
    }

    /// <summary>A length-delimited field of Protocol Buffers, numbered 1 to 15.</summary>
    public static byte[] Field(int number, ReadOnlySpan<byte> content)
    {
        byte[] head = [(byte)((number << 3) | 2), .. Varint(content.Length)];
        return [.. head, .. content];
    }

    /// <summary>A number of Protocol Buffers, not negative.</summary>
    public static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
