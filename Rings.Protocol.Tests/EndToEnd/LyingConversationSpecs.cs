using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>
/// What a peer, or whoever is between, may say of a conversation at the wrong time: failures of what is over, answers to
/// what was not asked, hints that nobody signed.
/// </summary>
public sealed class LyingConversationSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retry = new ConversationSettings().RetryAfter;

    private readonly Party _peer = new(2);
    private readonly ConversationRecorder _end;
    private Instant _now = Party.Now;

    public LyingConversationSpecs() => _end = new(new Party(1), _peer);

    private Conversation Conversation => _end.Conversation;

    public void Dispose() => _end.Dispose();

    [Fact]
    public void The_failure_of_an_earlier_attempt_ends_nothing()
    {
        var message = _end.Say(_now, Patience);
        Conversation.HelloFailed(1, Undelivered.TimedOut, _now);
        Pass(Retry * 2);
        Conversation.Tick(_now);
        Assert.Equal([1, 2], _end.Hellos.Select(hello => hello.Attempt));

        for (var times = 0; times < 5; times++) Conversation.HelloFailed(1, Undelivered.Refused, _now);

        Assert.Empty(_end.Outcomes);
        Conversation.HelloFailed(2, Undelivered.TimedOut, _now);
        Assert.Equal(Undelivered.Unreachable, _end.Outcomes[message]);
    }

    [Fact]
    public void An_answer_to_an_earlier_attempt_or_to_none_is_not_taken()
    {
        _end.Say(_now, Patience);
        var first = _end.Hellos[0].Hello;
        _peer.Responder.Answer(first, _end.Self.Delegation, _now, out var answer, out _);
        Conversation.HelloFailed(1, Undelivered.TimedOut, _now);
        Pass(Retry * 2);
        Conversation.Tick(_now);

        Assert.Equal(SessionFailure.WrongHello, Conversation.HelloAnswered(1, answer!, _peer.Delegation, _now));
        Assert.Equal(SessionFailure.WrongHello, Conversation.HelloAnswered(2, answer!, _peer.Delegation, _now));
        Assert.False(Conversation.IsEstablished);
        Assert.Equal(SessionFailure.None, _end.Answer(_peer, _now)); // The right one is still taken.
        Assert.Equal(SessionFailure.WrongHello, Conversation.HelloAnswered(2, answer!, _peer.Delegation, _now));
        Assert.Equal(1, _end.Sessions);
    }

    [Theory]
    [InlineData(Undelivered.Refused, Undelivered.Refused)]
    [InlineData(Undelivered.TimedOut, Undelivered.Unreachable)]
    public void After_two_handshakes_that_failed_what_waits_ends_with_the_reason(Undelivered said, Undelivered outcome)
    {
        var message = _end.Say(_now, Patience);
        Conversation.HelloFailed(1, said, _now);
        Assert.Empty(_end.Outcomes);
        Assert.Equal(_now + (Retry * 2), _end.Wake);
        Pass(Retry * 2);
        Conversation.Tick(_now);

        Conversation.HelloFailed(2, said, _now);

        Assert.Equal(outcome, _end.Outcomes[message]);
        Assert.Equal(0, Conversation.Open);
    }

    [Fact]
    public void A_peer_without_room_is_tried_until_what_waits_ends_and_then_that_is_what_is_said()
    {
        var message = _end.Say(_now, Patience);
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Conversation.HelloFailed(attempt, Undelivered.Busy, _now);
            Assert.Empty(_end.Outcomes);
            Pass(Retry * Math.Pow(2, attempt));
            Conversation.Tick(_now);
            Assert.Equal(attempt + 1, _end.Hellos.Count);
        }

        var late = _end.Say(_now, Patience * 2);
        Pass(Patience);
        Conversation.Tick(_now);
        Assert.Equal(Undelivered.Busy, _end.Outcomes[message]);
        Assert.False(_end.Outcomes.ContainsKey(late));

        Assert.Equal(SessionFailure.None, _end.Answer(_peer, _now));
        Assert.Equal(1, _end.Sessions);
    }

    [Fact]
    public void A_peer_that_had_no_room_and_is_silent_then_counts_as_away()
    {
        var message = _end.Say(_now, Patience);
        Conversation.HelloFailed(1, Undelivered.Busy, _now);
        Pass(Retry * 2);
        Conversation.Tick(_now);

        Conversation.HelloFailed(2, Undelivered.TimedOut, _now);

        Assert.Equal(Undelivered.Unreachable, _end.Outcomes[message]);
    }

    [Fact]
    public void A_handshake_that_failed_is_not_begun_again_before_its_time()
    {
        _end.Say(_now, Patience);
        Conversation.HelloFailed(1, Undelivered.TimedOut, _now);
        Pass((Retry * 2) - TimeSpan.FromMilliseconds(1));

        Conversation.Tick(_now);
        _end.Say(_now, Patience);

        Assert.Single(_end.Hellos);
        Pass(TimeSpan.FromMilliseconds(1));
        Conversation.Tick(_now);
        Assert.Equal(2, _end.Hellos.Count);
    }

    [Fact]
    public void A_hint_that_the_peer_forgot_drops_no_session_within_a_minute()
    {
        Establish();
        Pass(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Conversation.Forgotten(_now);
        Assert.True(Conversation.IsEstablished);

        Pass(TimeSpan.FromMilliseconds(1));
        Conversation.Forgotten(_now);

        Assert.False(Conversation.IsEstablished);
        _end.Say(_now, Patience);
        Assert.Equal(2, _end.Hellos.Count);
    }

    [Fact]
    public void A_peer_that_says_it_is_busy_is_asked_again_later_in_the_same_session()
    {
        var message = Establish();

        Conversation.Failed(message, Undelivered.Busy, _now);

        Assert.True(Conversation.IsEstablished);
        Assert.Single(_end.Messages);
        Assert.Equal(_now + (Retry * 2), _end.Wake);
        Pass(Retry * 2);
        Conversation.Tick(_now);
        Assert.Equal(2, _end.Messages.Count);
        Assert.Single(_end.Hellos);
    }

    [Fact]
    public void A_peer_that_is_busy_to_the_end_is_told_as_busy()
    {
        var message = Establish();
        for (var times = 0; times < 12 && _end.Outcomes.Count == 0; times++)
        {
            Conversation.Failed(message, Undelivered.Busy, _now);
            Pass(TimeSpan.FromSeconds(16));
            Conversation.Tick(_now);
        }

        Assert.Equal(Undelivered.Busy, _end.Outcomes[message]);
    }

    [Fact]
    public void What_fails_for_another_reason_is_said_again_in_a_new_session()
    {
        var message = Establish();

        Conversation.Failed(message, Undelivered.NoSession, _now);

        Assert.False(Conversation.IsEstablished);
        Assert.Equal(2, _end.Hellos.Count);
        Assert.Equal(SessionFailure.None, _end.Answer(_peer, _now));
        Assert.Equal([message, message], _end.Messages.Select(sent => sent.Id));
    }

    [Fact]
    public void What_fails_late_in_an_earlier_session_leaves_the_present_one()
    {
        var early = Establish();
        var late = _end.Say(_now, Patience);
        Conversation.Failed(early, Undelivered.NoSession, _now);
        Assert.Equal(SessionFailure.None, _end.Answer(_peer, _now));

        Conversation.Failed(late, Undelivered.TimedOut, _now);

        Assert.True(Conversation.IsEstablished);
        Assert.Equal(2, _end.Hellos.Count);
        Assert.Equal(4, _end.Messages.Count);
    }

    [Fact]
    public void An_outcome_counts_once()
    {
        var message = Establish();

        Conversation.Acknowledged(message, _now);
        Conversation.Acknowledged(message, _now);
        Conversation.Failed(message, Undelivered.NoSession, _now);

        Assert.Null(Assert.Single(_end.Outcomes).Value);
        Assert.True(Conversation.IsEstablished);
    }

    [Fact]
    public void A_message_of_no_session_is_told_apart_from_what_is_no_message()
    {
        Establish();
        var foreign = (byte[])_end.Messages[0].Sealed.Clone();
        foreign[4] ^= 1;

        Assert.Equal(SessionFailure.Malformed, Conversation.OpenMessage([1, 2, 3], _now, out var nothing));
        Assert.Equal(SessionFailure.UnknownKey, Conversation.OpenMessage(foreign, _now, out var text));
        Assert.Null(nothing);
        Assert.Null(text);
    }

    /// <summary>Of two hellos that cross one stands: an answer to the other would make a second session.</summary>
    [Fact]
    public void Once_a_peers_hello_is_answered_an_answer_to_ones_own_is_not_taken()
    {
        _end.Say(_now, Patience);
        var own = _end.Hellos[0].Hello;
        _peer.Responder.Answer(own, _end.Self.Delegation, _now, out var late, out _);
        SignedPayload? answer = null;
        for (var times = 0; answer is null; times++)
        {
            Assert.InRange(times, 0, 200); // Each time, one of two hellos has the smaller hash.
            Assert.Equal(SessionFailure.None, Conversation.ReceiveHello(
                _peer.Begin(_end.Self, _now).Hello, _peer.Delegation, _now, out answer));
        }

        Assert.Equal(SessionFailure.WrongHello, Conversation.HelloAnswered(1, late!, _peer.Delegation, _now));
        Conversation.HelloFailed(1, Undelivered.Refused, _now);

        Assert.Equal(0, _end.Sessions);
        Assert.Single(_end.Hellos);
        Assert.Empty(_end.Outcomes);
    }

    [Fact]
    public void A_session_that_its_beginner_does_not_confirm_is_dropped_after_five_seconds()
    {
        var hello = _peer.Begin(_end.Self, _now).Hello;
        Assert.Equal(SessionFailure.None, Conversation.ReceiveHello(hello, _peer.Delegation, _now, out _));
        Assert.Equal(_now + TimeSpan.FromSeconds(5), _end.Wake);
        _end.Say(_now, Patience);
        Assert.Empty(_end.Hellos); // It waits for the peer's confirmation.

        Pass(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Conversation.Tick(_now);
        Assert.Empty(_end.Hellos);
        Pass(TimeSpan.FromMilliseconds(1));
        Conversation.Tick(_now);

        Assert.Single(_end.Hellos);
    }

    [Fact]
    public void An_end_that_leaves_a_cipher_out_offers_the_others_alone()
    {
        IReadOnlyList<SessionSuite> slow = [SessionSuite.ChaCha20Poly1305];
        using var end = new ConversationRecorder(new Party(3), _peer, new ConversationSettings { Suites = slow });

        end.Say(_now, Patience);

        Assert.Equal(slow, Hello.Read(Assert.Single(end.Hellos).Hello.Payload.Span).Suites);
        Assert.Equal(SessionFailure.None, end.Answer(_peer, _now));
    }

    [Fact]
    public void What_is_sealed_for_another_way_waits_for_no_receipt_and_has_its_bound()
    {
        using var end = new ConversationRecorder(new Party(3), _peer, new ConversationSettings { Waiting = 1 });
        end.Conversation.Seal(end.NewId(), [7], _now + Patience, _now);
        var refused = end.NewId();
        end.Conversation.Seal(refused, [8], _now + Patience, _now);
        Assert.Equal(Undelivered.Busy, end.Outcomes[refused]);

        Assert.Equal(SessionFailure.None, end.Answer(_peer, _now));

        Assert.Single(end.HandedOut);
        Assert.Empty(end.Messages);
        Assert.Equal(0, end.Conversation.Open);
    }

    [Fact]
    public void What_is_open_when_it_ends_has_an_outcome()
    {
        var sent = Establish();
        Conversation.Forgotten(_now + TimeSpan.FromMinutes(2));
        var waiting = _end.Say(_now, Patience);

        Conversation.Dispose();

        Assert.Equal(Undelivered.TimedOut, _end.Outcomes[sent]);
        Assert.Equal(Undelivered.Unreachable, _end.Outcomes[waiting]);
        Assert.Equal(0, Conversation.Open);
    }

    /// <summary>A session stands, and a message waits for its receipt.</summary>
    private MessageId Establish()
    {
        var message = _end.Say(_now, Patience);
        Assert.Equal(SessionFailure.None, _end.Answer(_peer, _now));
        Assert.Equal(message, Assert.Single(_end.Messages).Id);
        return message;
    }

    private void Pass(TimeSpan time) => _now += time;
}
