using System.Buffers.Binary;
using System.Text;

namespace Rings.Transport.Dcep;

/// <summary>DATA_CHANNEL_OPEN (RFC 8832, section 5.1).</summary>
internal static class OpenMessage
{
    /// <summary>Its message type.</summary>
    public const byte Type = 3;

    /// <summary>The message type of DATA_CHANNEL_ACK (section 5.2), which is nothing else.</summary>
    public const byte AckType = 2;

    private const int FixedSize = 12;
    private const byte Unordered = 0x80;
    private const byte Retransmits = 1;
    private const byte LifeTime = 2;
    private const ushort NormalPriority = 256;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Makes the message.</summary>
    /// <exception cref="ArgumentException">Label or protocol are longer than 65,535 bytes or not Unicode.</exception>
    public static byte[] Write(string label, DataChannelOptions options)
    {
        var labelSize = Strict.GetByteCount(label);
        var protocolSize = Strict.GetByteCount(options.Protocol);
        if (labelSize > ushort.MaxValue || protocolSize > ushort.MaxValue)
            throw new ArgumentException("Label and protocol take at most 65,535 bytes each.");

        var message = new byte[FixedSize + labelSize + protocolSize];
        message[0] = Type;
        message[1] = (byte)((options.Ordered ? 0 : Unordered)
            | (options.MaxRetransmits is not null ? Retransmits : 0)
            | (options.MaxPacketLifeTime is not null ? LifeTime : 0));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), NormalPriority);
        BinaryPrimitives.WriteUInt32BigEndian(
            message.AsSpan(4), options.MaxRetransmits ?? options.MaxPacketLifeTime ?? 0u);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(8), (ushort)labelSize);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(10), (ushort)protocolSize);
        Strict.GetBytes(label, message.AsSpan(FixedSize));
        Strict.GetBytes(options.Protocol, message.AsSpan(FixedSize + labelSize));
        return message;
    }

    /// <summary>Reads the message.</summary>
    /// <returns>False if its lengths, its channel type or its text are wrong.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out string label, out DataChannelOptions options)
    {
        label = "";
        options = DataChannelOptions.Default;
        if (message.Length < FixedSize)
            return false;

        var kind = message[1] & ~Unordered;
        var reliability = (ushort)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(message[4..]), ushort.MaxValue);
        int labelSize = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        int protocolSize = BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        if (kind > LifeTime || message.Length != FixedSize + labelSize + protocolSize)
            return false;

        if (!TryText(message.Slice(FixedSize, labelSize), out label)
            || !TryText(message[(FixedSize + labelSize)..], out var protocol))
            return false;

        options = new DataChannelOptions
        {
            Ordered = (message[1] & Unordered) == 0,
            MaxRetransmits = kind == Retransmits ? reliability : null,
            MaxPacketLifeTime = kind == LifeTime ? reliability : null,
            Protocol = protocol,
        };
        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> bytes, out string text)
    {
        var good = System.Text.Unicode.Utf8.IsValid(bytes);
        text = good ? Encoding.UTF8.GetString(bytes) : "";
        return good;
    }
}
