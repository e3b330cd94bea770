using System.Buffers.Binary;
using System.Text;

namespace Rings.Transport.Sctp;

/// <summary>ERROR and ABORT chunks with one cause (RFC 9260, sections 3.3.7 and 3.3.10).</summary>
internal static class CauseChunk
{
    private const int MaxShown = 128;

    /// <summary>Writes one, whole.</summary>
    public static byte[] Write(byte type, ushort cause, ReadOnlySpan<byte> information)
    {
        var chunk = new byte[8 + information.Length];
        chunk[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(chunk.AsSpan(2), (ushort)chunk.Length);
        Parameter.WriteHeader(chunk.AsSpan(4), cause, information.Length);
        information.CopyTo(chunk.AsSpan(8));
        return chunk;
    }

    /// <summary>What the first cause of a chunk's value says, in words that are safe to print.</summary>
    public static string Describe(ReadOnlySpan<byte> causes)
    {
        var reader = new TlvReader(causes);
        if (!reader.MoveNext())
            return "no cause given";

        return reader.Type == ErrorCause.UserAbort || reader.Type == ErrorCause.ProtocolViolation
            ? Printable(reader.Value)
            : "cause " + reader.Type;
    }

    private static string Printable(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder();
        foreach (var value in text[..Math.Min(text.Length, MaxShown)])
            shown.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');

        return shown.ToString();
    }
}
