using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>
/// One part of a body that is too large for one frame. Every part but the last has exactly <see cref="PartBytes"/>, so
/// a part's place is known by its index alone, whatever the order in which parts come.
/// </summary>
/// <param name="Message">What the parts share.</param>
/// <param name="Kind">The kind of the whole: one of the message lane, not <see cref="Kind.Part"/> itself.</param>
/// <param name="TotalBytes">Bytes of the whole: 1 to <see cref="MaxTotalBytes"/>.</param>
/// <param name="Index">0 for the first.</param>
/// <param name="Data">Its share of the whole.</param>
internal sealed record MessagePart(MessageId Message, Kind Kind, int TotalBytes, int Index, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes in every part but the last: 48 KiB.</summary>
    public const int PartBytes = 48 * 1024;

    /// <summary>The longest whole: 64 MiB. Above that an application uses a stream.</summary>
    public const int MaxTotalBytes = 64 * 1024 * 1024;

    /// <summary>How many parts the whole has.</summary>
    public int Count => CountOf(TotalBytes);

    /// <summary>How many parts a whole of this size has.</summary>
    public static int CountOf(int totalBytes) => (int)(((long)totalBytes + PartBytes - 1) / PartBytes);

    /// <summary>Splits a body. The parts share its memory.</summary>
    /// <param name="message">A new id.</param>
    /// <param name="kind">The kind of the whole.</param>
    /// <param name="body">1 to <see cref="MaxTotalBytes"/> bytes.</param>
    /// <exception cref="ProtocolException">The body is empty or too long, or the kind may not be split.</exception>
    public static IEnumerable<MessagePart> Split(MessageId message, Kind kind, ReadOnlyMemory<byte> body)
    {
        CheckWhole(kind, (uint)body.Length);
        return Enumerable.Range(0, CountOf(body.Length)).Select(index => new MessagePart(
            message, kind, body.Length, index,
            body.Slice(index * PartBytes, LengthAt(index, body.Length))));
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="ProtocolException">Malformed, or with a field out of its range.</exception>
    public static MessagePart Read(ReadOnlySpan<byte> body)
    {
        var message = ProtoBytes.Parse(Proto.MessagePart.Parser, body, "MessagePart");
        var kind = (Kind)message.Kind;
        CheckWhole(kind, message.TotalBytes);
        var total = (int)message.TotalBytes;
        if (message.Index >= CountOf(total))
            throw new ProtocolException("MessagePart.index", "below the number of parts");
        if (message.Data.Length != LengthAt((int)message.Index, total))
            throw new ProtocolException("MessagePart.data", "49,152 bytes, in the last part what is left");
        return new(
            MessageId.Read(message.MessageId.Span, "MessagePart.message_id"), kind, total, (int)message.Index,
            message.Data.Memory);
    }

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes() => new Proto.MessagePart
    {
        MessageId = ProtoBytes.Wrap(Message.ToByteArray()),
        Kind = (Proto.Kind)Kind,
        TotalBytes = (uint)TotalBytes,
        Index = (uint)Index,
        Data = UnsafeByteOperations.UnsafeWrap(Data),
    }.ToByteArray();

    /// <inheritdoc/>
    public bool Equals(MessagePart? other) => other is not null
        && (Message, Kind, TotalBytes, Index) == (other.Message, other.Kind, other.TotalBytes, other.Index)
        && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Message, Index);

    private static int LengthAt(int index, int total) => (int)Math.Min(PartBytes, total - ((long)index * PartBytes));

    private static void CheckWhole(Kind kind, uint total)
    {
        if (kind == Kind.Part || kind.Lane() != Lane.Message)
            throw new ProtocolException("MessagePart.kind", "a kind of the message lane, not a part");
        if (total is 0 or > MaxTotalBytes) throw new ProtocolException("MessagePart.total_bytes", "1 to 67,108,864");
    }
}
