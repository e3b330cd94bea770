using System.Text;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Streams;

/// <summary>One frame of a packet, read without copying: which members mean something depends on the type.</summary>
internal readonly ref struct PacketFrame
{
    /// <summary>The longest metadata of a stream, in bytes.</summary>
    public const int MaxMetadata = 4096;

    /// <summary>The longest text of a CLOSE, in bytes.</summary>
    public const int MaxText = 256;

    /// <summary>What the frame says.</summary>
    public PacketFrameType Type { get; private init; }

    /// <summary>The stream, in OPEN, DATA, MAX_STREAM, RESET, STOP; the path's index in ACK.</summary>
    public ulong Subject { get; private init; }

    /// <summary>
    /// The offset of DATA, MAX_DATA, MAX_STREAM; the final offset of RESET; the number of ACK, PING, PONG; the flags of
    /// OPEN; the lane of USE.
    /// </summary>
    public ulong Number { get; private init; }

    /// <summary>The code of RESET, STOP, CLOSE.</summary>
    public ulong Code { get; private init; }

    /// <summary>The protocol of OPEN, the text of CLOSE.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>The bytes of DATA, the metadata of OPEN.</summary>
    public ReadOnlySpan<byte> Bytes { get; private init; }

    /// <summary>Reads a frame and steps over it.</summary>
    /// <param name="packet">What is left of the packet; afterwards what follows the frame.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>False where a frame is unknown or broken: then the whole packet is.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> packet, out PacketFrame frame)
    {
        frame = default;
        return Varint.TryRead(ref packet, out var type) && type is >= 1 and <= 12 && (PacketFrameType)type switch
        {
            PacketFrameType.Open => TryReadOpen(ref packet, out frame),
            PacketFrameType.Data or PacketFrameType.DataEnd => TryReadData((PacketFrameType)type, ref packet, out frame),
            PacketFrameType.Close => TryReadClose(ref packet, out frame),
            _ => TryReadNumbers((PacketFrameType)type, ref packet, out frame),
        };
    }

    private static bool TryReadOpen(ref ReadOnlySpan<byte> packet, out PacketFrame frame)
    {
        frame = default;
        if (!Varint.TryRead(ref packet, out var stream) || !Varint.TryRead(ref packet, out var flags) || flags > 1
            || !TryReadBytes(ref packet, ProtocolName.MaxLength, out var protocol)
            || !TryReadBytes(ref packet, MaxMetadata, out var metadata)
            || !Ascii.IsValid(protocol) || !ProtocolName.IsValid(Encoding.ASCII.GetString(protocol)))
        {
            return false;
        }

        frame = new()
        {
            Type = PacketFrameType.Open,
            Subject = stream,
            Number = flags,
            Name = protocol,
            Bytes = metadata,
        };
        return true;
    }

    private static bool TryReadData(PacketFrameType type, ref ReadOnlySpan<byte> packet, out PacketFrame frame)
    {
        frame = default;
        if (!Varint.TryRead(ref packet, out var stream) || !Varint.TryRead(ref packet, out var offset)
            || !TryReadBytes(ref packet, int.MaxValue, out var bytes) || offset + (ulong)bytes.Length > Varint.Max)
        {
            return false;
        }

        frame = new() { Type = type, Subject = stream, Number = offset, Bytes = bytes };
        return true;
    }

    private static bool TryReadClose(ref ReadOnlySpan<byte> packet, out PacketFrame frame)
    {
        frame = default;
        if (!Varint.TryRead(ref packet, out var code) || !TryReadBytes(ref packet, MaxText, out var text)) return false;
        frame = new() { Type = PacketFrameType.Close, Code = code, Name = text };
        return true;
    }

    private static bool TryReadNumbers(PacketFrameType type, ref ReadOnlySpan<byte> packet, out PacketFrame frame)
    {
        var (subject, code, number) = (0UL, 0UL, 0UL);
        var hasSubject = type is PacketFrameType.MaxStream or PacketFrameType.Reset or PacketFrameType.Stop
            or PacketFrameType.Ack;
        var hasCode = type is PacketFrameType.Reset or PacketFrameType.Stop;
        var read = (!hasSubject || Varint.TryRead(ref packet, out subject))
            && (!hasCode || Varint.TryRead(ref packet, out code))
            && (type == PacketFrameType.Stop || Varint.TryRead(ref packet, out number))
            && (type != PacketFrameType.Use || number <= 1);
        frame = new() { Type = type, Subject = subject, Code = code, Number = number };
        return read;
    }

    private static bool TryReadBytes(ref ReadOnlySpan<byte> packet, int most, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!Varint.TryRead(ref packet, out var length) || length > (ulong)packet.Length || length > (ulong)most)
            return false;
        bytes = packet[..(int)length];
        packet = packet[(int)length..];
        return true;
    }
}
