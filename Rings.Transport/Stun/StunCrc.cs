using System.Buffers.Binary;

namespace Rings.Transport.Stun;

/// <summary>
/// The CRC-32 of ITU V.42 and ISO 3309 that FINGERPRINT uses (RFC 8489, section 14.7), eight bytes at a step.
/// </summary>
internal static class StunCrc
{
    private const uint Polynomial = 0xEDB88320;
    private const uint Mask = 0x5354554E;

    private static readonly uint[][] Tables = BuildTables();

    /// <summary>The value that FINGERPRINT holds for these bytes.</summary>
    public static uint Fingerprint(ReadOnlySpan<byte> message) => Compute(message) ^ Mask;

    /// <summary>The CRC-32 of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF]
                ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]] ^ Tables[0][bytes[7]];
            bytes = bytes[8..];
        }

        foreach (var next in bytes)
        {
            crc = Tables[0][(crc ^ next) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] BuildTables()
    {
        var tables = new uint[8][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(index => Shift((uint)index))];
        for (var level = 1; level < tables.Length; level++)
        {
            var previous = tables[level - 1];
            tables[level] = [.. previous.Select(value => tables[0][value & 0xFF] ^ (value >> 8))];
        }

        return tables;
    }

    private static uint Shift(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        }

        return value;
    }
}
