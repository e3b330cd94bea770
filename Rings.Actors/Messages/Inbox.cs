using Rings.Actors.Frames;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// What has been received: each transaction and each end-to-end message counts once, an origin has a rate, and parts are
/// put together.
/// </summary>
internal sealed class Inbox
{
    private readonly Did _self;
    private readonly IReplayStore _store;
    private readonly ReplayTable<Did> _replay;
    private readonly RecentReceipts _receipts;
    private readonly RecentMessages _messages;
    private readonly KeyedRateLimit<Did> _originMessages;
    private readonly KeyedRateLimit<Did> _originBytes;
    private readonly Reassembly<Did> _reassembly;

    /// <param name="self">The node.</param>
    /// <param name="settings">The numbers.</param>
    /// <param name="store">Keeps over a restart of the process what was seen.</param>
    /// <param name="now">The present.</param>
    public Inbox(Did self, MessageSettings settings, IReplayStore store, Instant now)
    {
        (_self, _store) = (self, store);
        _replay = new(new ReplayLimits { Total = settings.ReplayWindows });
        _receipts = new(settings.Receipts);
        _messages = new(settings.Receipts);
        _originMessages = new(settings.OriginMessagesPerSecond, settings.OriginMessagesBurst, settings.Origins);
        _originBytes = new(settings.OriginBytesPerSecond, settings.OriginBytesPerSecond, settings.Origins);
        _reassembly = new(new ReassemblyLimits { TotalBytes = settings.ReassemblyBytes });
        foreach (var mark in store.Load()) _replay.Restore(mark, now);
    }

    /// <summary>Judges what arrived. The mark of what is new is stored before it is acted on.</summary>
    public InboxVerdict Judge(Arrived arrived, Instant now)
    {
        // In mode OWNER the numbers count per key: no window covers them, and their kinds are idempotent.
        var isCounted = arrived.Link != _self && arrived.Route.Mode != RouteMode.Owner;
        var verdict = isCounted ? Count(arrived, now) : InboxVerdict.New;
        if (verdict != InboxVerdict.New || arrived.ReplyTo is not null) return verdict;
        return IsWithinRate(arrived, now) ? InboxVerdict.New : InboxVerdict.TooFast;
    }

    /// <summary>Whether an end-to-end message was not acted on before. Its mark is stored before it is.</summary>
    public bool IsFirst(Address from, MessageId id, Instant until)
    {
        var mark = MessageMark.Of(from, id);
        return _messages.TryAdd(mark) && _store.KeepMessage(mark, until);
    }

    /// <summary>A receipt is given, and will be given again if its message comes again.</summary>
    public void Acknowledge(PayloadHash transaction) => _receipts.Add(transaction);

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

    private InboxVerdict Count(Arrived arrived, Instant now)
    {
        var verdict = _replay.Accept(
            arrived.Origin.Id, arrived.Kind.Lane(), arrived.Sequence, arrived.Deadline, arrived.Link, now, out var mark);
        if (verdict == ReplayVerdict.Busy) return InboxVerdict.Full;
        if (verdict == ReplayVerdict.Seen)
        {
            return arrived.WantsReceipt && _receipts.Contains(arrived.Hash)
                ? InboxVerdict.Acknowledged
                : InboxVerdict.Seen;
        }

        if (mark is { } keep && !arrived.Kind.IsIdempotent()) _store.Keep(keep);
        return InboxVerdict.New;
    }

    /// <summary>What a neighbour says about records has bounds of its own: the lane's window and the storage's.</summary>
    private bool IsWithinRate(Arrived arrived, Instant now) => arrived.Link == _self
        || arrived.Kind.Lane() is Lane.Control or Lane.Stream
        || (arrived.Kind == Kind.Storage && arrived.Link == arrived.From)
        || (_originMessages.TryTake(arrived.From, now) && _originBytes.TryTake(arrived.From, now, arrived.FrameBytes));
}
