using System.Buffers.Binary;

namespace Rings.Interop.Peer;

/// <summary>The payloads that all peers send and check.</summary>
internal static class Pattern
{
    public const uint Flood = 0x46435452; // "RTCF"
    public const uint Ping = 0x50435452; // "RTCP"
    public const int HeaderSize = 16;

    /// <summary>The top bytes of a linear congruence.</summary>
    public static byte[] Of(int size)
    {
        var bytes = new byte[size];
        var x = 0x9e3779b9u;
        for (var i = 0; i < size; i++)
        {
            x = (x * 1664525) + 1013904223;
            bytes[i] = (byte)(x >> 24);
        }

        return bytes;
    }

    /// <summary>FNV-1a, 32 bits, in 8 hexadecimal digits.</summary>
    public static string Fnv(ReadOnlySpan<byte> bytes)
    {
        var hash = 0x811c9dc5u;
        foreach (var value in bytes)
            hash = (hash ^ value) * 0x01000193;
        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static void Stamp(Span<byte> message, uint magic, int sequence)
    {
        if (message.Length < HeaderSize)
            return;
        BinaryPrimitives.WriteUInt32LittleEndian(message, magic);
        BinaryPrimitives.WriteInt32LittleEndian(message[4..], sequence);
    }

    /// <summary>Whether the message has a header of this kind, and its number.</summary>
    public static bool TryReadStamp(ReadOnlySpan<byte> message, uint magic, out int sequence)
    {
        sequence = 0;
        if (message.Length < HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(message) != magic)
            return false;
        sequence = BinaryPrimitives.ReadInt32LittleEndian(message[4..]);
        return true;
    }
}
