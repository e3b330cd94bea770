using System.Buffers.Binary;
using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Sessions;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Tests.Probes;

/// <summary>A session with a partner whom the test plays: one that holds to the rules, and one that lies.</summary>
public sealed class SessionActorProbeSpecs : ProbeKit
{
    private const int PreviousOffset = 53;
    private const int NumberOffset = 58;

    private readonly NodeContext _self;
    private readonly NodeContext _peer;
    private readonly TestProbe _gate;
    private readonly TestProbe _mail;
    private readonly TestProbe _node;
    private readonly TestProbe _user;
    private readonly IActorRef _session;
    private ulong _sequence;

    public SessionActorProbeSpecs()
    {
        (_self, _peer) = (NewContext("self"), NewContext("peer"));
        (_gate, _mail) = (CreateTestProbe("gate"), CreateTestProbe("mail"));
        (_node, _user) = (CreateTestProbe("node"), CreateTestProbe("user"));
        var parts = new SessionParts(_gate, _mail, _node, ActorRefs.Nobody, new HelloMemory(16));
        _session = StartUnder(SessionActor.Props(_self, _peer.Self, parts), TestActor);
    }

    [Fact]
    public void A_message_waits_for_the_handshake_and_its_sender_for_the_receipt()
    {
        _session.Tell(new Send(_peer.Self, "chat/1", [7]), _user);
        var session = Answer(Hello());
        var sent = SentMessage();

        Assert.Equal(7, Text(session, sent.Request.Body).Message.Payload.Span[0]);
        _node.ExpectMsg<SessionEstablished>();
        Reply(sent, Kind.Delivered, []);
        Assert.Equal($"{sent.Tag}", _user.ExpectMsg<Rings.Actors.Public.RingsNodeProtocol.Delivered>().Id);
    }

    [Theory]
    [InlineData(new[] { 1, 2 }, 1)]
    [InlineData(new[] { 4, 2 }, 4)]
    [InlineData(new[] { 1, 2, 3 }, 1)]
    public void A_peer_of_whatever_suites_is_asked_and_heard(int[] suites, int expected)
    {
        SessionSuite[] known = [.. suites.Select(static suite => (SessionSuite)suite)];
        _session.Tell(new Send(_peer.Self, "chat/1", [7]), _user);
        var hello = Hello();
        var answer = AnswerTo(SignedPayload.Read(hello.Request.Body.Span), out var session, known);
        Reply(hello, Kind.SessionReply, answer.Bytes.ToArray());

        Assert.Equal((SessionSuite)expected, Rings.Protocol.EndToEnd.Reply.Read(answer.Payload.Span).Suite);
        Assert.Equal(7, Text(session, SentMessage().Request.Body).Message.Payload.Span[0]);
        _session.Tell(Sealed(session.Seal(TextOf(9))));
        Assert.Equal(9, _gate.ExpectMsg<DeliverSealed>().Message.Payload.Span[0]);
    }

    [Theory]
    [InlineData(new[] { 2, 1 }, 1)]
    [InlineData(new[] { 2, 4 }, 4)]
    [InlineData(new[] { 1, 4, 3 }, 3)]
    public void A_peer_that_asks_with_whatever_suites_gets_the_best_of_them(int[] suites, int expected)
    {
        SessionSuite[] offered = [.. suites.Select(static suite => (SessionSuite)suite)];
        using var initiator = SessionInitiator.Begin(
            _peer.Signer, Address.Of(_self.Signer), offered, _peer.Random.Fill, _peer.Now);
        _session.Tell(Greeting(initiator.Hello));
        var answer = SignedPayload.Read(_gate.ExpectMsg<Respond>().Body);

        Assert.Equal((SessionSuite)expected, Rings.Protocol.EndToEnd.Reply.Read(answer.Payload.Span).Suite);
        Assert.Equal(SessionFailure.None, initiator.Finish(answer, _self.Signer.Delegation, out var session));
        _session.Tell(Sealed(session!.Seal(TextOf(9))));
        Assert.Equal(9, _gate.ExpectMsg<DeliverSealed>().Message.Payload.Span[0]);
    }

    [Theory]
    [InlineData("no name", 1)]
    [InlineData("chat/1", 0)]
    [InlineData("chat/1", 601)]
    public void A_command_that_cannot_be_carried_out_says_why(string protocol, int deadlineSeconds)
    {
        _session.Tell(
            new Send(_peer.Self, protocol, [1], Deadline: TimeSpan.FromSeconds(deadlineSeconds)), _user);

        Assert.Equal(Undelivered.Invalid, _user.ExpectMsg<NotSent>().Reason);
        AssertSilence(_gate);
    }

    [Fact]
    public void A_message_beyond_what_a_session_carries_is_refused_before_anything_is_said()
    {
        _session.Tell(new Send(_peer.Self, "chat/1", new byte[SessionText.MaxPayload + 1]), _user);

        Assert.Equal(Undelivered.Invalid, _user.ExpectMsg<NotSent>().Reason);
        AssertSilence(_gate);
    }

    [Fact]
    public void An_answer_that_is_garbage_or_shows_another_delegation_makes_no_session()
    {
        _session.Tell(new Send(_peer.Self, "chat/1", [1], Mail: false), _user);
        Reply(Hello(), Kind.SessionReply, [1, 2, 3]);

        NextTry();
        var hello = Hello();
        var right = AnswerTo(SignedPayload.Read(hello.Request.Body.Span), out _);
        Reply(hello, Kind.SessionReply, right.Bytes.ToArray(), NewContext("other"));

        Assert.Equal(Undelivered.Unreachable, _user.ExpectMsg<NotSent>().Reason);
        AssertSilence(_node);
    }

    [Fact]
    public void An_answer_to_a_hello_that_was_never_said_makes_no_session_and_the_next_hello_does()
    {
        _session.Tell(new Send(_peer.Self, "chat/1", [1]), _user);
        using var never = SessionInitiator.Begin(
            _self.Signer, Address.Of(_peer.Signer), SessionRules.Suites, _self.Random.Fill, _self.Now);

        Reply(Hello(), Kind.SessionReply, AnswerTo(never.Hello, out _).Bytes.ToArray());
        NextTry();
        Answer(Hello());

        SentMessage();
    }

    [Fact]
    public void Who_is_away_gets_the_message_as_mail_if_the_sender_wants_that()
    {
        _session.Tell(new Send(_peer.Self, "chat/1", [1]), _user);
        _session.Tell(new Send(_peer.Self, "chat/1", [2], Mail: false), _user);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            _session.Tell(new RequestFailed(Hello().Tag, null, Undelivered.Unreachable));
            NextTry();
        }

        Assert.Equal(1, _mail.ExpectMsg<SessionProtocol.Post>().Message.Payload.Span[0]);
        Assert.Equal(Undelivered.Unreachable, _user.ExpectMsg<NotSent>().Reason);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public void Mail_to_a_peer_says_whether_it_has_shown_ML_KEM(int suite, bool isHybrid)
    {
        _session.Tell(new Send(_peer.Self, "chat/1", [1]), _user);
        var hello = Hello();
        var answer = AnswerTo(SignedPayload.Read(hello.Request.Body.Span), out _, [(SessionSuite)suite]);
        Reply(hello, Kind.SessionReply, answer.Bytes.ToArray());
        _session.Tell(new RequestFailed(SentMessage().Tag, null, Undelivered.TimedOut));

        for (var attempt = 0; attempt < 2; attempt++)
        {
            _session.Tell(new RequestFailed(Hello().Tag, null, Undelivered.Unreachable));
            NextTry();
        }

        Assert.Equal(isHybrid, _mail.ExpectMsg<SessionProtocol.Post>().IsHybrid);
    }

    [Fact]
    public void A_peer_that_does_not_know_the_session_gets_the_same_message_in_another()
    {
        _session.Tell(new Send(_peer.Self, "chat/1", [1]), _user);
        Answer(Hello());
        var first = SentMessage();

        Reply(first, Kind.Unsupported, new Unsupported(Kind.SessionMessage, "").ToBytes());
        var session = Answer(Hello());
        var second = SentMessage();

        Assert.Equal(first.Tag, second.Tag);
        Assert.Equal($"{first.Tag}", $"{Text(session, second.Request.Body).Id}");
    }

    [Fact]
    public void A_peers_hello_is_answered_and_what_it_says_is_handed_on()
    {
        var session = BegunByPeer();

        _session.Tell(Sealed(session.Seal(TextOf(5))));

        var opened = _gate.ExpectMsg<DeliverSealed>();
        Assert.Equal((_peer.Self, (byte)5), (opened.From.Account, opened.Message.Payload.Span[0]));
    }

    [Fact]
    public void A_hello_that_shows_another_delegation_than_its_sender_is_not_answered()
    {
        using var initiator = Begin(NewContext("other"));

        _session.Tell(Greeting(initiator.Hello));

        AssertSilence(_gate);
    }

    [Theory]
    [InlineData(NumberOffset, 1002u)]
    [InlineData(NumberOffset, 1u << 31)]
    [InlineData(NumberOffset, uint.MaxValue)]
    [InlineData(PreviousOffset, 1u << 31)]
    public void A_partner_that_names_a_number_beyond_the_bounds_is_told_so_and_costs_nothing_else(int offset, uint number)
    {
        var session = Spoken();
        var message = session.Seal(TextOf(1));
        var lie = (byte[])message.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(lie.AsSpan(offset), number);

        _session.Tell(Sealed(lie));
        _session.Tell(Sealed(message));

        if (offset == NumberOffset) Assert.Equal(Kind.Unsupported, _gate.ExpectMsg<Respond>().Kind);
        Assert.Equal(1, _gate.ExpectMsg<DeliverSealed>().Message.Payload.Span[0]);
    }

    [Fact]
    public void A_partner_that_repeats_itself_changes_bytes_or_says_nothing_that_can_be_read_is_not_heard()
    {
        var session = Spoken();
        var message = session.Seal(TextOf(1));
        _session.Tell(Sealed(message));
        _gate.ExpectMsg<DeliverSealed>();

        _session.Tell(Sealed(message));
        _session.Tell(Sealed([.. message[..^1], (byte)(message[^1] ^ 1)]));
        _session.Tell(Sealed(message[..20]));
        _session.Tell(Sealed([]));
        _session.Tell(Sealed(session.Seal([1, 2, 3])));
        AssertSilence(_gate);

        _session.Tell(Sealed(session.Seal(TextOf(2))));
        Assert.Equal(2, _gate.ExpectMsg<DeliverSealed>().Message.Payload.Span[0]);
    }

    [Fact]
    public void A_session_that_is_not_known_is_answered_so_that_the_peer_begins_another()
    {
        _session.Tell(Sealed(new byte[100]));
        AssertSilence(_gate); // No message of a session at all.

        byte[] unknown = [0x0a, 16, .. new byte[16], .. new byte[60]];
        _session.Tell(Sealed(unknown));

        Assert.Equal(Kind.Unsupported, _gate.ExpectMsg<Respond>().Kind);
    }

    [Fact]
    public void A_peer_whose_delegation_is_taken_back_is_spoken_to_no_more()
    {
        BegunByPeer();
        using var account = AccountOf("peer");
        var draft = new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, _self.Ring, _self.Now + TimeSpan.FromSeconds(1),
            new byte[16]);

        _session.Tell(new IdentityProtocol.Revoked(draft.Sign(account)));

        ExpectMsg<SessionProtocol.Idle>();
    }

    /// <summary>A session that the peer began, and in which it has spoken.</summary>
    private Session Spoken()
    {
        var session = BegunByPeer();
        _session.Tell(Sealed(session.Seal(TextOf(0))));
        _gate.ExpectMsg<DeliverSealed>();
        return session;
    }

    private Session BegunByPeer()
    {
        using var initiator = Begin();
        _session.Tell(Greeting(initiator.Hello));
        var answer = _gate.ExpectMsg<Respond>();
        Assert.Equal(Kind.SessionReply, answer.Kind);
        Assert.Equal(
            SessionFailure.None,
            initiator.Finish(SignedPayload.Read(answer.Body), _self.Signer.Delegation, out var session));
        return session!;
    }

    private SessionInitiator Begin(NodeContext? from = null) => SessionInitiator.Begin(
        (from ?? _peer).Signer, Address.Of(_self.Signer), SessionRules.Suites, _peer.Random.Fill, _peer.Now);

    private Originate Hello()
    {
        var hello = _gate.ExpectMsg<Originate>();
        Assert.Equal(Kind.SessionHello, hello.Request.Kind);
        return hello;
    }

    private Originate SentMessage()
    {
        var message = _gate.ExpectMsg<Originate>();
        Assert.Equal((Kind.SessionMessage, true), (message.Request.Kind, message.Request.WantsReceipt));
        return message;
    }

    /// <summary>The peer answers a hello by the rules.</summary>
    private Session Answer(Originate hello)
    {
        var answer = AnswerTo(SignedPayload.Read(hello.Request.Body.Span), out var session);
        Reply(hello, Kind.SessionReply, answer.Bytes.ToArray());
        return session;
    }

    private SignedPayload AnswerTo(
        SignedPayload hello, out Session session, IReadOnlyList<SessionSuite>? suites = null)
    {
        var responder = new SessionResponder(
            _peer.Signer, suites ?? SessionRules.Suites, new ReplayMemory(8), _peer.Random.Fill);
        var failure = responder.Answer(hello, _self.Signer.Delegation, _peer.Now, out var answer, out var made);
        Assert.Equal(SessionFailure.None, failure);
        session = made!;
        return answer!;
    }

    private void Reply(Originate request, Kind kind, byte[] body, NodeContext? from = null) => _session.Tell(new Replied(
        request.Tag, _self.NewTransactionId(),
        Arrivals.Of(
            from ?? _peer, _self.Self, kind, body, _self.NewTransactionId(), ++_sequence, ActorRefs.Nobody)));

    private SessionProtocol.HelloArrived Greeting(SignedPayload hello) =>
        new(Arrive(Kind.SessionHello, hello.Bytes.ToArray()), hello);

    private Arrived Sealed(byte[] message) => Arrive(Kind.SessionMessage, message);

    private Arrived Arrive(Kind kind, byte[] body) =>
        Arrivals.Of(_peer, _self.Self, kind, body, null, ++_sequence, ActorRefs.Nobody);

    private byte[] TextOf(byte content) =>
        new SessionText(_peer.NewMessageId(), new ApplicationMessage("chat/1", new[] { content })).ToBytes();

    private SessionText Text(Session session, ReadOnlyMemory<byte> message)
    {
        Assert.Equal(SessionFailure.None, session.Open(message.Span, _peer.Now, out var text));
        return SessionText.Read(text);
    }

    private void NextTry()
    {
        Barrier();
        Advance(TimeSpan.FromSeconds(1));
    }

    private void Barrier()
    {
        // A command that cannot be carried out is answered at once, and behind all that came before.
        var probe = CreateTestProbe();
        _session.Tell(new Send(_peer.Self, "no name", []), probe);
        probe.ExpectMsg<NotSent>();
    }

    private void AssertSilence(TestProbe probe)
    {
        Barrier();
        Assert.False(probe.HasMessages);
    }
}
