using System.Buffers.Binary;
using System.Numerics;

namespace Rings.Transport.Sctp;

/// <summary>The checksum of SCTP packets: CRC-32C (RFC 9260, section 6.8 and appendix A).</summary>
internal static class Crc32C
{
    private const int ChecksumOffset = 8;

    /// <summary>The checksum of a packet, its checksum field taken as zero.</summary>
    /// <param name="packet">At least the 12 bytes of the common header.</param>
    /// <returns>The value that stands in the field, least significant byte first.</returns>
    public static uint OfPacket(ReadOnlySpan<byte> packet)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(packet));
        crc = BitOperations.Crc32C(crc, 0u);
        return ~Append(crc, packet[(ChecksumOffset + sizeof(uint))..]);
    }

    /// <summary>The CRC-32C of any bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    // BitOperations uses the processor's instruction (SSE4.2, Arm CRC32), else a table.
    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);

        return crc;
    }
}
