using Rings.Actors.Frames;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// What has been received: each end-to-end message counts once, receipts are given again, and parts are put together.
/// Whether a transaction is new was judged where it came in (<see cref="Destination"/>).
/// </summary>
internal sealed class Inbox
{
    private readonly RecentReceipts _receipts;
    private readonly RecentMessages _messages;
    private readonly Reassembly<Did> _reassembly;

    /// <param name="settings">The numbers.</param>
    public Inbox(MessageSettings settings)
    {
        _receipts = new(settings.Receipts);
        _messages = new(settings.Receipts);
        _reassembly = new(new ReassemblyLimits { TotalBytes = settings.ReassemblyBytes });
    }

    /// <summary>Notes that an end-to-end message is to be acted on; false where that was noted not long ago.</summary>
    /// <param name="mark">Its <see cref="MessageMark"/>.</param>
    public bool TryRemember(ReadOnlySpan<byte> mark) => _messages.TryAdd(mark);

    /// <summary>An end-to-end message was not acted on after all: it may come again.</summary>
    public void Forget(ReadOnlySpan<byte> mark) => _messages.Remove(mark);

    /// <summary>A receipt is given, and will be given again if its message comes again.</summary>
    public void Acknowledge(PayloadHash transaction) => _receipts.Add(transaction);

    /// <summary>Whether a receipt was given, not long ago.</summary>
    public bool HasAcknowledged(PayloadHash transaction) => _receipts.Contains(transaction);

    /// <summary>Takes a part of a large message.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public ReassemblyOutcome Add(Arrived part, Instant now, out ReassembledMessage? whole) =>
        _reassembly.Add(part.From, part.Link, MessagePart.Read(part.Body), now, out whole);

    /// <summary>Forgets what no message in time can hit any more.</summary>
    public void Sweep(Instant now) => _reassembly.Expire(now);
}
