using CsCheck;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class HandshakeSpecs
{
    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);
    private readonly Party _mallory = new(3);

    [Fact]
    public void Both_ends_of_a_handshake_have_one_session()
    {
        var (alice, bob) = _alice.Meet(_bob);

        Assert.Equal(alice.Id.ToArray(), bob.Id.ToArray());
        Assert.Equal(_bob.Address, alice.Peer);
        Assert.Equal(_alice.Address, bob.Peer);
        Assert.Equal("hi", Pass(alice, bob, "hi"));
        Assert.Equal("ho", Pass(bob, alice, "ho"));
    }

    [Fact]
    public void The_responder_sends_nothing_before_the_initiator_has_confirmed()
    {
        var (alice, bob) = _alice.Meet(_bob);

        Assert.True(alice.CanSeal);
        Assert.False(bob.CanSeal || bob.IsConfirmed);
        Assert.Throws<InvalidOperationException>(() => bob.Seal([1]));
        Pass(alice, bob, "hi");
        Assert.True(bob.CanSeal && bob.IsConfirmed);
    }

    [Fact]
    public void A_first_message_without_the_confirmation_is_refused()
    {
        var (alice, bob) = _alice.Meet(_bob);
        var (_, stranger) = _alice.Meet(_bob);
        var message = alice.Seal("hi"u8);
        const int confirm = 2 + 16 + 2 + 32 + 5 + 5 + 2;

        var flipped = (byte[])message.Clone();
        flipped[confirm] ^= 1;
        Assert.Equal(SessionFailure.BadConfirmation, bob.Open(flipped, Party.Now, out _));
        Assert.Equal(SessionFailure.UnknownKey, stranger.Open(message, Party.Now, out _));
        Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
    }

    [Fact]
    public void The_confirmation_is_repeated_until_the_responder_was_heard()
    {
        var (alice, bob) = _alice.Meet(_bob);
        alice.Seal("lost"u8);

        Assert.Equal("second", Pass(alice, bob, "second"));
        var before = alice.Seal([]).Length;
        Pass(bob, alice, "heard");

        Assert.Equal(34, before - alice.Seal([]).Length);
    }

    [Fact]
    public void A_hello_is_answered_once_even_after_a_restart()
    {
        using var hello = _alice.Begin(_bob);
        Assert.Equal(SessionFailure.None, Answer(_bob, hello, _alice));
        Assert.Equal(SessionFailure.Repeated, Answer(_bob, hello, _alice));

        var restarted = new ReplayMemory(1000);
        foreach (var (hash, until) in _bob.Seen.Entries) restarted.Restore(hash, until);
        var responder = new SessionResponder(_bob.Signer, SessionRules.Suites, restarted, _bob.Fill);

        Assert.Equal(SessionFailure.Repeated,
            responder.Answer(hello.Hello, _alice.Delegation, Party.Now, out _, out _));
    }

    [Theory]
    [InlineData(-11, SessionFailure.WrongTime)]
    [InlineData(-9, SessionFailure.None)]
    [InlineData(2, SessionFailure.WrongTime)]
    public void A_hello_from_too_long_ago_or_from_the_future_is_refused(int minutes, SessionFailure expected)
    {
        using var hello = _alice.Begin(_bob, Party.Now + TimeSpan.FromMinutes(minutes));

        Assert.Equal(expected, Answer(_bob, hello, _alice));
    }

    [Fact]
    public void A_hello_is_remembered_for_as_long_as_it_would_be_accepted()
    {
        Assert.True(SessionRules.HelloMemory >= SessionRules.HelloLifetime + SessionRules.Skew);
    }

    [Fact]
    public void A_hello_for_another_account_or_ring_is_refused()
    {
        using var hello = _alice.Begin(_bob);
        var elsewhere = new Party(2, RingId.OfPublic("elsewhere"));

        Assert.Equal(SessionFailure.WrongParty, Answer(_mallory, hello, _alice));
        Assert.Equal(SessionFailure.WrongParty, Answer(elsewhere, hello, _alice));
    }

    [Fact]
    public void A_hello_shown_with_another_delegation_is_refused()
    {
        using var hello = _alice.Begin(_bob);

        Assert.Equal(SessionFailure.WrongParty, _bob.Responder.Answer(
            hello.Hello, _mallory.Delegation, Party.Now, out _, out _));
    }

    [Fact]
    public void An_answer_by_another_is_refused_and_the_right_one_still_taken()
    {
        using var hello = _alice.Begin(_bob);
        using var other = _alice.Begin(_mallory);
        _bob.Responder.Answer(hello.Hello, _alice.Delegation, Party.Now, out var right, out _);
        _mallory.Responder.Answer(other.Hello, _alice.Delegation, Party.Now, out var wrong, out _);

        Assert.Equal(SessionFailure.WrongHello, hello.Finish(wrong!, _mallory.Delegation, out _));
        Assert.Equal(SessionFailure.WrongParty, hello.Finish(right!, _mallory.Delegation, out _));
        Assert.Equal(SessionFailure.None, hello.Finish(right!, _bob.Delegation, out _));
    }

    [Fact]
    public void A_cipher_that_was_not_offered_is_refused_and_none_in_common_too()
    {
        using var hello = SessionInitiator.Begin(
            _alice.Signer, _bob.Address, [SessionSuite.ChaCha20Poly1305], _alice.Fill, Party.Now);
        var strict = new SessionResponder(_bob.Signer, [SessionSuite.Aes256Gcm], _bob.Seen, _bob.Fill);

        Assert.Equal(SessionFailure.NoCommonSuite, strict.Answer(
            hello.Hello, _alice.Delegation, Party.Now, out _, out _));
        Assert.Equal(SessionFailure.None, Answer(_bob, hello, _alice));
    }

    [Fact]
    public void Offers_cut_out_on_the_way_break_the_signature()
    {
        using var hello = _alice.Begin(_bob);
        var payload = hello.Hello.Payload.ToArray();
        var suites = payload.AsSpan().LastIndexOf([(byte)3, (byte)4, (byte)1, (byte)2]);
        payload[suites] = 1;
        var bytes = hello.Hello.Bytes.ToArray();
        payload.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(hello.Hello.Payload.Span[..40])));

        Assert.Equal(SessionFailure.BadSignature, _bob.Responder.Answer(
            SignedPayload.Read(bytes), _alice.Delegation, Party.Now, out _, out _));
    }

    [Fact]
    public void Of_crossing_hellos_both_ends_keep_the_same_one()
    {
        using var left = _alice.Begin(_bob);
        using var right = _bob.Begin(_alice);

        Assert.NotEqual(left.Stands(right.Hello), right.Stands(left.Hello));
    }

    [Fact]
    public void A_full_memory_refuses_rather_than_forgets()
    {
        var responder = new SessionResponder(_bob.Signer, SessionRules.Suites, new ReplayMemory(1), _bob.Fill);
        using var first = _alice.Begin(_bob);
        using var second = _alice.Begin(_bob);
        using var late = _alice.Begin(_bob, Party.Now + TimeSpan.FromMinutes(15));

        Assert.Equal(SessionFailure.None, responder.Answer(first.Hello, _alice.Delegation, Party.Now, out _, out _));
        Assert.Equal(SessionFailure.Busy, responder.Answer(second.Hello, _alice.Delegation, Party.Now, out _, out _));
        Assert.Equal(SessionFailure.None, responder.Answer(
            late.Hello, _alice.Delegation, Party.Now + TimeSpan.FromMinutes(15), out _, out _));
    }

    [Fact]
    public void Mutated_hellos_and_answers_lead_to_no_session_and_no_other_exception()
    {
        using var hello = _alice.Begin(_bob);
        _bob.Responder.Answer(hello.Hello, _alice.Delegation, Party.Now, out var answer, out _);

        Gen.Select(Gen.Bool, Gen.Int[0, 2000], Gen.Int[1, 255]).Sample((first, at, change) =>
        {
            var bytes = (first ? hello.Hello : answer!).Bytes.ToArray();
            bytes[at % bytes.Length] ^= (byte)change;
            Assert.NotEqual(SessionFailure.None, first ? AnswerBytes(bytes) : FinishBytes(hello, bytes));
        }, iter: 3000);
    }

    private static string Pass(Session from, Session to, string text)
    {
        Assert.Equal(
            SessionFailure.None,
            to.Open(from.Seal(System.Text.Encoding.UTF8.GetBytes(text)), Party.Now, out var opened));
        return System.Text.Encoding.UTF8.GetString(opened!);
    }

    private static SessionFailure Answer(Party responder, SessionInitiator hello, Party initiator) =>
        responder.Responder.Answer(hello.Hello, initiator.Delegation, Party.Now, out _, out _);

    /// <summary>With a fresh memory, so that nothing is refused as a repetition.</summary>
    private SessionFailure AnswerBytes(byte[] bytes)
    {
        try
        {
            var responder = new SessionResponder(_bob.Signer, SessionRules.Suites, new ReplayMemory(1), _bob.Fill);
            return responder.Answer(SignedPayload.Read(bytes), _alice.Delegation, Party.Now, out _, out _);
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    private SessionFailure FinishBytes(SessionInitiator hello, byte[] bytes)
    {
        try
        {
            return hello.Finish(SignedPayload.Read(bytes), _bob.Delegation, out _);
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }
}
