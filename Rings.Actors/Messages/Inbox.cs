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
    private readonly IReplayStore _store;
    private readonly RecentReceipts _receipts;
    private readonly RecentMessages _messages;
    private readonly Reassembly<Did> _reassembly;

    /// <param name="settings">The numbers.</param>
    /// <param name="store">Keeps over a restart of the process what was seen.</param>
    public Inbox(MessageSettings settings, IReplayStore store)
    {
        _store = store;
        _receipts = new(settings.Receipts);
        _messages = new(settings.Receipts);
        _reassembly = new(new ReassemblyLimits { TotalBytes = settings.ReassemblyBytes });
    }

    /// <summary>Whether an end-to-end message was not acted on before. Its mark is stored before it is.</summary>
    public bool IsFirst(Address from, MessageId id, Instant until)
    {
        var mark = MessageMark.Of(from, id);
        return _messages.TryAdd(mark) && _store.KeepMessage(mark, until);
    }

    /// <summary>A receipt is given, and will be given again if its message comes again.</summary>
    public void Acknowledge(PayloadHash transaction) => _receipts.Add(transaction);

    /// <summary>Whether a receipt was given, not long ago.</summary>
    public bool HasAcknowledged(PayloadHash transaction) => _receipts.Contains(transaction);

    /// <summary>Takes a part of a large message.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public ReassemblyOutcome Add(Arrived part, Instant now, out ReassembledMessage? whole) =>
        _reassembly.Add(part.From, part.Link, MessagePart.Read(part.Body), now, out whole);

    /// <summary>Forgets what no message in time can hit any more.</summary>
    public void Sweep(Instant now)
    {
        _store.Forget(now);
        _reassembly.Expire(now);
    }
}
