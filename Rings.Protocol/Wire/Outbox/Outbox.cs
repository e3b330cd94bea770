using System.Collections.Immutable;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// What a node says and waits for: numbers and signs its messages, chooses the link that each leaves by, sends it again,
/// and decides which reply counts (protocol.md, sections 3.5 to 3.8). No I/O, clock, randomness: an input goes in,
/// effects come out.
/// </summary>
/// <remarks>
/// <code>
///   Send --> held until its number is kept --> under way --Sent, where that is enough--> handed over
///                                              |  ^   |\-----Receive: the answer-------> answered
///                    hint, lost link, no receipt  |   \------deadline, no way, no room-> ended
///                                              \--/
/// </code>
/// A message whose outcome is awaited ends exactly once. <see cref="State"/> is all that a restart must not forget.
/// Not thread-safe.
/// </remarks>
internal sealed partial class Outbox
{
    private readonly Did _self;
    private readonly OutboxSettings _settings;
    private readonly IOutboxEffects _effects;
    private readonly SequenceReserve _numbers;
    private readonly Dictionary<TransactionId, OutboxMessage> _underWay = [];
    private readonly Deadlines<TransactionId> _due = new();
    private readonly Queue<OutboxMessage> _held;
    private RoutingTable? _table;
    private Instant? _wakeAt;

    /// <summary>Goes on where a state ends.</summary>
    /// <param name="self">The node.</param>
    /// <param name="settings">The numbers.</param>
    /// <param name="state">What came before; <see cref="OutboxState.Begin"/> at the start.</param>
    /// <param name="effects">The world.</param>
    public Outbox(Did self, OutboxSettings settings, OutboxState state, IOutboxEffects effects)
    {
        (_self, _settings, _effects) = (self, settings, effects);
        _numbers = new(state, settings, effects);
        _held = new(state.Held);
        foreach (var (message, due) in state.UnderWay)
        {
            _underWay.Add(message.Id, message);
            _due.Set(message.Id, due);
        }
    }

    /// <summary>Messages whose outcome is open.</summary>
    public int Count => _underWay.Count;

    /// <summary>All that must not be forgotten. The routes are not in it: <see cref="Follow"/> tells them anew.</summary>
    public OutboxState State
    {
        get
        {
            ImmutableArray<(OutboxMessage, Instant)> underWay =
                [.. _due.InOrder.Select(entry => (_underWay[entry.Key], entry.Due))];
            if (Broken.HasFlag(OutboxRules.RestartsForgetMessages)) underWay = [];
            var state = _numbers.StateWith(underWay, [.. _held]);
            if (Broken.HasFlag(OutboxRules.RestartsForgetNumbers)) state = state with { Numbers = SequenceState.Begin(0) };
            return state;
        }
    }

    /// <summary>Rules broken on purpose by a test.</summary>
    internal OutboxRules Broken { get; init; }

    /// <summary>Asks again for what a restart may have lost: the timer, and the numbers to be kept.</summary>
    public void Resume()
    {
        _numbers.AskAgain(_held);
        Arm();
    }

    /// <summary>
    /// Signs a message and sends it. What becomes of it is told by the effects, where <see
    /// cref="OutboxRequest.IsAwaited"/>, by its id.
    /// </summary>
    /// <param name="id">A new random name.</param>
    /// <param name="request">What to send.</param>
    /// <param name="signer">Who signs.</param>
    /// <param name="now">The present.</param>
    /// <returns>False, with nothing done, where there is no room for it.</returns>
    public bool TrySend(TransactionId id, OutboxRequest request, Signer signer, Instant now)
    {
        if (IsFull(request)) return false;
        var message = Seal(id, request, signer, now);
        if (request.IsAwaited)
        {
            _underWay.Add(id, message);
            _due.Set(id, NextLook(message, now));
            Arm();
        }

        if (message.IsHeld) _held.Enqueue(message);
        else if (!TryTransmit(message)) GiveUp(message, Undelivered.Unreachable);
        return true;
    }

    /// <summary>The disk knows that numbers up to a mark may have been used: those that waited for it leave.</summary>
    public void SequencesKept(Ed25519PublicKey session, ulong mark)
    {
        _numbers.Kept(session, mark);
        for (var left = _held.Count; left > 0; left--)
        {
            var message = _held.Dequeue();
            if (message.Sequence > mark || !message.Delegation.SessionKey.Equals(session)) _held.Enqueue(message);
            else Release(_underWay.GetValueOrDefault(message.Id, message));
        }
    }

    /// <summary>A link has a message.</summary>
    public void Sent(TransactionId id)
    {
        if (!_underWay.TryGetValue(id, out var message) || !message.Request.OnlyHandOver) return;
        Forget(id);
        _effects.HandedOver(id);
    }

    /// <summary>A link has dropped a message before it left.</summary>
    public void Dropped(TransactionId id)
    {
        if (_underWay.TryGetValue(id, out var message)) Retry(message, Undelivered.Busy);
    }

    /// <summary>What left by a link that no route leads by any more goes another way, or ends at once.</summary>
    public void Follow(RoutingTable table)
    {
        var former = _table;
        _table = table;
        if (former is null || Broken.HasFlag(OutboxRules.LostLinksAreWaitedFor)) return;
        bool IsLost(OutboxMessage message) =>
            message.FirstHops is [.., var link] && former.LeadsTo(link) && !table.LeadsTo(link);
        foreach (var message in _underWay.Values.Where(IsLost).ToList()) Retry(message, Undelivered.Unreachable);
    }

    /// <summary>Judges a reply whose signature has been verified (section 3.6).</summary>
    /// <returns>Whether it is the answer: the caller hands it to whoever asked.</returns>
    public ReplyVerdict Receive(in OutboxReply reply)
    {
        if (!_underWay.TryGetValue(reply.ReplyTo, out var message)) return ReplyVerdict.Unasked;
        var request = message.Request;
        if (reply.Kind == Kind.Unreachable && !request.Explores)
        {
            if (Broken.HasFlag(OutboxRules.HintsEnd)) GiveUp(message, Undelivered.Unreachable);
            else Retry(message, Undelivered.Unreachable);
            return ReplyVerdict.Hint;
        }

        var isOfDestination = request.Mode == RouteMode.Owner || reply.From == request.Destination
            || reply.Kind == Kind.Unreachable || Broken.HasFlag(OutboxRules.AnybodyReplies);
        if (!isOfDestination) return ReplyVerdict.OfAnotherNode;
        if (reply.Kind == Kind.Delivered && !IsReceipt(reply.Body.Span, message)) return ReplyVerdict.WrongReceipt;
        if (!Broken.HasFlag(OutboxRules.AnswersCountTwice)) Forget(message.Id);
        return ReplyVerdict.Answer;
    }

    /// <summary>The time asked for has come: messages are sent again, or given up.</summary>
    public void Tick(Instant now)
    {
        _wakeAt = null;
        while (_due.TryTake(now, out var id))
        {
            var message = _underWay[id];
            if (message.Deadline > now) SendAgain(message, now);
            else if (!Broken.HasFlag(OutboxRules.DeadlinesPass)) GiveUp(message, Undelivered.TimedOut);
        }

        Arm();
    }

    private bool IsFull(OutboxRequest request) => !Broken.HasFlag(OutboxRules.NoBound)
        && ((request.IsAwaited && _underWay.Count >= _settings.Capacity) || _held.Count >= _settings.Capacity);

    /// <summary>A message may leave, unless it was given up meanwhile.</summary>
    private void Release(OutboxMessage message)
    {
        if (message.Request.IsAwaited && !_underWay.ContainsKey(message.Id)) return;
        Note(message = message with { IsHeld = false });
        if (!TryTransmit(message)) GiveUp(message, Undelivered.Unreachable);
    }

    private bool IsReceipt(ReadOnlySpan<byte> body, OutboxMessage message)
    {
        if (Broken.HasFlag(OutboxRules.ReceiptsAreNotRead)) return true;
        try
        {
            return message.Request.WantsReceipt && Delivered.Read(body).Transaction == message.Hash;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    /// <summary>
    /// The network, or a link, says that this way does not lead there: one retry by another first link. That a message
    /// for which a receipt is wanted has arrived is known by its receipt, so what a hint says of it ends it only when it
    /// has had another try.
    /// </summary>
    private void Retry(OutboxMessage message, Undelivered reason)
    {
        if (message.IsHeld) return; // Nobody can know anything of it.
        // The ring looks after its own questions: it names the first link, and tries another one itself.
        if (message.Request.FirstHop is null
            && (!message.IsRetried || Broken.HasFlag(OutboxRules.HintsRetryForEver)))
        {
            Note(message = message with { IsRetried = true });
            if (TryTransmit(message)) return;
        }

        if (!message.Request.WantsReceipt || (reason == Undelivered.Unreachable && message.Resends > 0))
            GiveUp(message, reason);
    }

    /// <summary>No receipt yet: the same frame again, by another way if there is one. It is acted on once.</summary>
    private void SendAgain(OutboxMessage message, Instant now)
    {
        message = message with { Resends = message.Resends + 1 };
        Note(message);
        _due.Set(message.Id, NextLook(message, now));
        if (message.IsHeld || TryTransmit(message)) return;
        message = message with { FirstHops = [] };
        Note(message);
        TryTransmit(message);
    }

    private Instant NextLook(OutboxMessage message, Instant now)
    {
        if (!message.Request.WantsReceipt || Broken.HasFlag(OutboxRules.NothingIsSentAgain)) return message.Deadline;
        var again = now + (_settings.ResendAfter * Math.Pow(2, message.Resends));
        return again < message.Deadline ? again : message.Deadline;
    }

    private void GiveUp(OutboxMessage message, Undelivered reason)
    {
        if (Forget(message.Id)) _effects.Ended(message.Id, reason);
        else if (!message.Request.IsAwaited) _effects.Lost(message);
    }

    private bool Forget(TransactionId id)
    {
        _due.Remove(id);
        return _underWay.Remove(id);
    }

    private void Note(OutboxMessage message)
    {
        if (_underWay.ContainsKey(message.Id)) _underWay[message.Id] = message;
    }

    private void Arm()
    {
        if (_due.Next is not { } next || next >= _wakeAt) return;
        _wakeAt = next;
        _effects.WakeAt(next);
    }
}
