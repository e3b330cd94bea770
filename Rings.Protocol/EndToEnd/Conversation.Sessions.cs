using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <content>Sessions: agreed on, confirmed, replaced.</content>
internal sealed partial class Conversation
{
    private SessionInitiator? _initiator;
    private Session? _current;
    private Session? _previous;
    private Session? _answered;
    private Instant _answeredAt;
    private Instant _currentSince;
    private Instant _helloNotBefore;
    private long _attempt;
    private int _failures;
    private bool _isPeerFull;

    /// <summary>Takes a hello of the peer.</summary>
    /// <param name="hello">The hello.</param>
    /// <param name="peer">Its delegation, judged valid by the caller.</param>
    /// <param name="now">The time.</param>
    /// <param name="answer">What to answer; null where nothing is to be: its own hello stands, or it is refused.</param>
    /// <returns>Why it was refused; None where it was answered, or gave way to this side's own.</returns>
    public SessionFailure ReceiveHello(
        SignedPayload hello, Delegation peer, Instant now, out SignedPayload? answer)
    {
        answer = null;
        if (_initiator?.Stands(hello) == true) return SessionFailure.None;
        _responder.Self = Self;
        var failure = _responder.Answer(hello, peer, now, out answer, out var session);
        if (failure != SessionFailure.None) return failure;
        IsPeerHybrid |= session!.IsHybrid;
        DropInitiator();
        DropAnswered();
        (_answered, _answeredAt) = (session, now);
        Pump(now);
        return SessionFailure.None;
    }

    /// <summary>An answer to a hello came. A refused one changes nothing: the right one may still come.</summary>
    /// <param name="attempt">Which hello.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="peer">Its delegation, judged valid by the caller.</param>
    /// <param name="now">The time.</param>
    public SessionFailure HelloAnswered(long attempt, SignedPayload answer, Delegation peer, Instant now)
    {
        if (attempt != _attempt || _initiator is null) return SessionFailure.WrongHello;
        var failure = _initiator.Finish(answer, peer, out var session);
        if (failure != SessionFailure.None) return failure;
        IsPeerHybrid |= session!.IsHybrid;
        DropInitiator();
        Establish(session, now);
        Pump(now);
        return SessionFailure.None;
    }

    /// <summary>A hello got no answer, or one that is none. A peer without room is tried until what waits ends.</summary>
    public void HelloFailed(long attempt, Undelivered reason, Instant now)
    {
        if (attempt != _attempt || _initiator is null) return;
        DropInitiator();
        _failures++;
        _helloNotBefore = now + _settings.RetryAfter * Math.Pow(2, Math.Min(_failures, 6));
        _isPeerFull = reason == Undelivered.Busy;
        if (_failures >= _settings.Handshakes && !IsEstablished && !_isPeerFull) GiveUp(reason);
        Pump(now);
    }

    /// <summary>Opens a message of the peer.</summary>
    /// <param name="message">An encoded E2eMessage; anything at all.</param>
    /// <param name="now">The time.</param>
    /// <param name="text">The text where the answer is <see cref="SessionFailure.None"/>, else null.</param>
    public SessionFailure OpenMessage(ReadOnlySpan<byte> message, Instant now, out byte[]? text) =>
        OpenMessage(message, now, out text, out _);

    /// <summary>As the other, and tells the cipher of the session that the message was sealed in.</summary>
    public SessionFailure OpenMessage(ReadOnlySpan<byte> message, Instant now, out byte[]? text, out AeadSuite suite)
    {
        (text, suite) = (null, default);
        if (!Session.TryReadId(message, out var id)) return SessionFailure.Malformed;
        if (Find(id) is not { } session) return SessionFailure.UnknownKey;
        suite = session.Suite;
        var failure = session.Open(message, now, out text);
        if (failure == SessionFailure.None && ReferenceEquals(session, _answered))
        {
            _answered = null;
            Establish(session, now);
            Pump(now);
        }

        return failure;
    }

    private Session? Find(ReadOnlySpan<byte> id) =>
        _current?.Id.Span.SequenceEqual(id) == true ? _current
        : _answered?.Id.Span.SequenceEqual(id) == true ? _answered
        : _previous?.Id.Span.SequenceEqual(id) == true ? _previous
        : null;

    private bool NeedsSession(Instant now) =>
        _initiator is null && _answered is null && now >= _helloNotBefore
        && (!IsEstablished || now - _currentSince >= _settings.RenewAfter);

    private void Begin(Instant now)
    {
        _initiator = SessionInitiator.Begin(Self, Peer, _settings.Suites, _random, now);
        _effects.SendHello(++_attempt, _initiator.Hello);
    }

    /// <summary>The former session is kept to open what is still on its way in it.</summary>
    private void Establish(Session session, Instant now)
    {
        _previous?.Dispose();
        (_previous, _current, _currentSince, _failures, _helloNotBefore) = (_current, session, now, 0, default);
        _isPeerFull = false;
        _effects.Established();
    }

    /// <summary>The peer is away: what waits is told so, and the next message tries again.</summary>
    private void GiveUp(Undelivered reason)
    {
        _failures = 0;
        var waiting = _waiting.ToList();
        _waiting.Clear();
        foreach (var message in waiting)
        {
            _effects.Ended(message.Id, reason == Undelivered.Refused ? Undelivered.Refused
                : message.Tries > 0 ? Undelivered.TimedOut
                : Undelivered.Unreachable);
        }
    }

    private void DropCurrent()
    {
        _previous?.Dispose();
        (_previous, _current) = (_current, null);
    }

    private void DropInitiator()
    {
        _initiator?.Dispose();
        _initiator = null;
    }

    private void DropAnswered()
    {
        _answered?.Dispose();
        _answered = null;
    }
}
