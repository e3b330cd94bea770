using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// All sessions with one peer over time: agrees on one when there is something to say, on another when that is old or
/// the peer has lost it, and sees each message through to a receipt or a reason. No I/O, clock, thread.
/// </summary>
/// <remarks>
/// A message that must be sealed anew keeps its id; the host has the peer act on each id once. Not thread-safe.
/// </remarks>
internal sealed partial class Conversation : IDisposable
{
    private static readonly TimeSpan ForgottenInterval = TimeSpan.FromMinutes(1);

    private readonly ConversationSettings _settings;
    private readonly SessionResponder _responder;
    private readonly RandomBytes _random;
    private readonly IConversationEffects _effects;
    private readonly LinkedList<ConversationMessage> _waiting = [];
    private readonly Dictionary<MessageId, ConversationMessage> _underWay = [];

    /// <summary>Begins without a session.</summary>
    /// <param name="self">Who speaks.</param>
    /// <param name="peer">With whom.</param>
    /// <param name="settings">The numbers.</param>
    /// <param name="responder">Answers hellos; shared by all conversations of the node.</param>
    /// <param name="random">For keys.</param>
    /// <param name="effects">The world.</param>
    public Conversation(
        Signer self, Address peer, ConversationSettings settings, SessionResponder responder, RandomBytes random,
        IConversationEffects effects) => (Self, Peer, _settings, _responder, _random, _effects) =
            (self, peer, settings, responder, random, effects);

    /// <summary>Who speaks. A later delegation of the same account takes over with the next handshake.</summary>
    public Signer Self { get; set; }

    /// <summary>The other end.</summary>
    public Address Peer { get; }

    /// <summary>Whether a session stands in which this side can speak.</summary>
    public bool IsEstablished => _current?.CanSeal == true;

    /// <summary>Whether the peer has shown that it has ML-KEM: mail to it is sealed by nothing less.</summary>
    public bool IsPeerHybrid { get; private set; }

    /// <summary>Messages whose outcome is open.</summary>
    public int Open => _waiting.Count + _underWay.Count;

    /// <summary>Sends a message; <see cref="IConversationEffects.Ended"/> follows.</summary>
    /// <param name="id">Its name, random.</param>
    /// <param name="text">At most <see cref="SessionRules.MaxPlaintext"/> bytes; not to be written to.</param>
    /// <param name="deadline">Until when it is tried.</param>
    /// <param name="now">The time.</param>
    public void Send(MessageId id, byte[] text, Instant deadline, Instant now)
    {
        if (_waiting.Count >= _settings.Waiting)
        {
            _effects.Ended(id, Undelivered.Busy);
            return;
        }

        _waiting.AddLast(new ConversationMessage(id, text, deadline));
        Pump(now);
    }

    /// <summary>
    /// Seals a message that somebody else carries, once there is a session: <see cref="IConversationEffects.HandOut"/>
    /// follows, or <see cref="IConversationEffects.Ended"/> with a reason.
    /// </summary>
    /// <param name="id">Its name, random.</param>
    /// <param name="text">At most <see cref="SessionRules.MaxPlaintext"/> bytes; not to be written to.</param>
    /// <param name="deadline">Until when a session is tried for.</param>
    /// <param name="now">The time.</param>
    public void Seal(MessageId id, byte[] text, Instant deadline, Instant now)
    {
        if (_waiting.Count >= _settings.Waiting)
        {
            _effects.Ended(id, Undelivered.Busy);
            return;
        }

        _waiting.AddLast(new ConversationMessage(id, text, deadline) { IsHandedOut = true });
        Pump(now);
    }

    /// <summary>
    /// The peer says, unsigned, that it does not know the session that something was sealed in. It is believed once a
    /// minute: the next message begins another session.
    /// </summary>
    public void Forgotten(Instant now)
    {
        if (_current is null || now - _currentSince < ForgottenInterval) return;
        DropCurrent();
        Pump(now);
    }

    /// <summary>A receipt for a message came.</summary>
    public void Acknowledged(MessageId id, Instant now)
    {
        if (_underWay.Remove(id)) _effects.Ended(id, null);
        Pump(now);
    }

    /// <summary>A message that was sent did not arrive, as far as is known.</summary>
    public void Failed(MessageId id, Undelivered reason, Instant now)
    {
        if (_underWay.Remove(id, out var message)) TryAgain(message, reason, now);
        Pump(now);
    }

    /// <summary>The time asked for has come.</summary>
    public void Tick(Instant now)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var (next, message) = (node.Next, node.Value);
            if (message.Deadline <= now)
            {
                _waiting.Remove(node);
                End(message);
            }

            node = next;
        }

        if (_answered is { IsConfirmed: false } && now - _answeredAt >= _settings.ConfirmWithin) DropAnswered();
        Pump(now);
    }

    /// <summary>Ends all: what was sent may have arrived, what was not did not.</summary>
    public void Dispose()
    {
        foreach (var message in _waiting) End(message);
        foreach (var message in _underWay.Values) End(message);
        _waiting.Clear();
        _underWay.Clear();
        _initiator?.Dispose();
        _current?.Dispose();
        _previous?.Dispose();
        _answered?.Dispose();
    }

    /// <summary>Seals what may be sealed, and sees to a session where there is none.</summary>
    private void Pump(Instant now)
    {
        var isSpeaking = _waiting.Count > 0;
        for (var node = _waiting.First; node is not null && IsEstablished && _underWay.Count < _settings.Window;)
        {
            var (next, message) = (node.Next, node.Value);
            if (message.NotBefore <= now)
            {
                _waiting.Remove(node);
                Seal(message);
            }

            node = next;
        }

        // An old session still speaks while the next one is agreed on.
        if (isSpeaking && NeedsSession(now)) Begin(now);
        Arm(now);
    }

    private void Seal(ConversationMessage message)
    {
        message.Tries++;
        message.Session = _current;
        if (message.IsHandedOut)
        {
            _effects.HandOut(message.Id, _current!.Seal(message.Text), _current.Suite);
            return;
        }

        _underWay.Add(message.Id, message);
        _effects.SendMessage(message.Id, _current!.Seal(message.Text), message.Deadline);
    }

    private void TryAgain(ConversationMessage message, Undelivered reason, Instant now)
    {
        message.Failure = reason;
        if (reason == Undelivered.Unsupported)
        {
            _effects.Ended(message.Id, Undelivered.Unsupported);
            return;
        }

        // A session that the peer does not know, or in which nothing arrives, is not spoken in again.
        if (reason != Undelivered.Busy && ReferenceEquals(message.Session, _current)) DropCurrent();
        message.Session = null;
        if (reason == Undelivered.Busy)
            message.NotBefore = now + _settings.RetryAfter * Math.Pow(2, Math.Min(message.Tries, 6));
        if (message.Deadline <= now || _waiting.Count >= _settings.Waiting) End(message);
        else _waiting.AddFirst(message);
    }

    private void End(ConversationMessage message) => _effects.Ended(message.Id, message switch
    {
        { Failure: Undelivered.Busy } => Undelivered.Busy,
        { Tries: 0 } => _isPeerFull ? Undelivered.Busy : Undelivered.Unreachable,
        _ => Undelivered.TimedOut,
    });

    private void Arm(Instant now)
    {
        Instant? due = _answered is { IsConfirmed: false } ? _answeredAt + _settings.ConfirmWithin : null;
        if (_waiting.Count > 0 && _initiator is null && _helloNotBefore > now) due = Earlier(due, _helloNotBefore);
        foreach (var message in _waiting)
        {
            due = Earlier(due, message.Deadline);
            if (message.NotBefore > now) due = Earlier(due, message.NotBefore);
        }

        if (due is { } at) _effects.WakeAt(at);
    }

    private static Instant Earlier(Instant? left, Instant right) => left is { } known && known < right ? known : right;
}
