using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Sessions.SessionProtocol;

namespace Rings.Actors.Sessions;

/// <summary>
/// The conversation with one remote Did: turns messages into inputs of <see cref="Conversation"/> and its effects into
/// messages. Its keys are in memory alone and go with it.
/// </summary>
internal sealed partial class SessionActor : UntypedActor, IWithTimers
{
    /// <summary>Hellos of one peer that are remembered here; the manager remembers all.</summary>
    private const int OwnHellos = 64;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly SessionParts _parts;
    private readonly Conversation _conversation;
    private Delegation? _peer;
    private readonly Dictionary<MessageId, Outgoing> _outgoing = [];
    private readonly Dictionary<MessageId, SealText> _sealing = [];

    public SessionActor(NodeContext node, Did peer, SessionParts parts)
    {
        (_node, _parts) = (node, parts);
        var responder = new SessionResponder(
            node.Signer, node.Settings.Sessions.Suites, new ReplayMemory(OwnHellos), node.Random.Fill);
        _conversation = new Conversation(
            node.Signer, new(node.Ring, peer), node.Settings.Sessions.Conversation, responder, node.Random.Fill, this);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="parts">Whom it speaks to.</param>
    public static Props Props(NodeContext node, Did peer, SessionParts parts) =>
        Akka.Actor.Props.Create(() => new SessionActor(node, peer, parts));

    protected override void PreStart() => Context.SetReceiveTimeout(_node.Settings.Sessions.Idle);

    protected override void PostStop() => _conversation.Dispose();

    protected override void OnReceive(object message)
    {
        _conversation.Self = _node.Signer;
        switch (message)
        {
            case IdentityProtocol.Revoked revoked:
                // What is open is told so; who speaks under a later delegation begins anew.
                if (_peer is { } peer && revoked.Revocation.Revokes(peer)) Context.Parent.Tell(new Idle(Self));
                break;

            case Send send:
                Begin(send);
                break;

            case SealText seal:
                Begin(seal);
                break;

            case OpenText open:
                Open(open);
                break;

            case SessionForgotten:
                _conversation.Forgotten(_node.Now);
                break;

            case HelloArrived hello:
                Greet(hello);
                break;

            case Arrived arrived:
                Open(arrived);
                break;

            case Replied { Tag: HelloTag tag } replied:
                HelloAnswered(tag, replied.Reply);
                break;

            case RequestFailed { Tag: HelloTag tag } failed:
                _conversation.HelloFailed(tag.Attempt, failed.Reason, _node.Now);
                break;

            case Replied { Tag: MessageId id } replied:
                Answered(id, replied.Reply);
                break;

            case RequestFailed { Tag: MessageId id } failed:
                _conversation.Failed(id, failed.Reason, _node.Now);
                break;

            case Wake:
                _conversation.Tick(_node.Now);
                break;

            case ReceiveTimeout:
                if (_conversation.Open == 0) Context.Parent.Tell(new Idle(Self));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin(Send send)
    {
        var patience = send.Deadline ?? _node.Settings.Messages.Deadline;
        if (SendRules.Broken(send.Protocol, patience) is { } rule) Refuse(rule);
        else if (send.Payload.Length > SessionText.MaxPayload)
            Refuse($"an end-to-end message has at most {SessionText.MaxPayload} bytes: store a file and send its root");
        else
        {
            var id = _node.NewMessageId();
            var message = new ApplicationMessage(send.Protocol, send.Payload);
            _outgoing.Add(id, new(Sender, message, send.Mail, _node.Now));
            _conversation.Send(id, new SessionText(id, message).ToBytes(), _node.Now + patience, _node.Now);
        }
    }

    private void Refuse(string detail) => Sender.Tell(new NotSent(null, Undelivered.Invalid, detail));

    private void Greet(HelloArrived hello)
    {
        var (arrived, signed) = (hello.Arrived, hello.Hello);
        // What waits for a session goes out at once, and is told under which delegation.
        var before = _peer;
        _peer = arrived.Origin;
        var failure = IsByItsSender(signed, arrived)
            ? _conversation.ReceiveHello(signed, arrived.Origin, _node.Now, out var answer)
            : Fail(out answer);
        if (failure != SessionFailure.None)
        {
            _peer = before;
            _log.Debug("A hello of {From} was refused: {Failure}", arrived.From, failure);
            _node.Instruments.Dropped("hello");
        }

        if (answer is not null) _parts.Gate.Tell(new Respond(arrived, Kind.SessionReply, answer.Bytes.ToArray()));
    }

    private void HelloAnswered(HelloTag tag, Arrived reply)
    {
        if (reply.Kind != Kind.SessionReply)
        {
            var reason = reply.Kind == Kind.Busy ? Undelivered.Busy : Undelivered.Refused;
            _conversation.HelloFailed(tag.Attempt, reason, _node.Now);
            return;
        }

        var failure = SessionFailure.Malformed;
        var before = _peer;
        _peer = reply.Origin;
        try
        {
            var answer = SignedPayload.Read(reply.Body);
            failure = IsByItsSender(answer, reply)
                ? _conversation.HelloAnswered(tag.Attempt, answer, reply.Origin, _node.Now)
                : SessionFailure.WrongParty;
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A hello's answer of {From} breaks a rule: {Rule}", reply.From, wrong.Message);
        }

        if (failure == SessionFailure.None) return;
        _peer = before;
        _log.Debug("A hello's answer of {From} was refused: {Failure}", reply.From, failure);
        _conversation.HelloFailed(tag.Attempt, Undelivered.TimedOut, _node.Now);
    }

    private void Open(Arrived arrived)
    {
        var failure = _conversation.OpenMessage(arrived.Body, _node.Now, out var text);
        if (failure is SessionFailure.UnknownKey or SessionFailure.TooFarAhead)
            _parts.Gate.Tell(SessionManager.Unknown(arrived));
        else if (failure != SessionFailure.None) _node.Instruments.Dropped("session message");
        else HandOn(arrived, text!);
    }

    private void HandOn(Arrived arrived, byte[] text)
    {
        try
        {
            var message = SessionText.Read(text);
            _parts.Gate.Tell(new DeliverSealed(
                _conversation.Peer, message.Id, message.Message, arrived.SentAt,
                _node.Now + SessionRules.PrekeyLifetime, arrived, ActorRefs.Nobody));
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A sealed message of {From} breaks a rule: {Rule}", arrived.From, wrong.Message);
            _node.Instruments.Dropped("malformed");
        }
    }

    private void Answered(MessageId id, Arrived reply)
    {
        switch (reply.Kind)
        {
            case Kind.Delivered:
                _conversation.Acknowledged(id, _node.Now);
                break;

            case Kind.Busy:
                _conversation.Failed(id, Undelivered.Busy, _node.Now);
                break;

            default:
                _conversation.Failed(id, ReasonOf(reply), _node.Now);
                break;
        }
    }

    /// <summary>Whether the delegation inside is the verified one of the message around it.</summary>
    private static bool IsByItsSender(SignedPayload signed, Arrived arrived) =>
        signed.DelegationBytes.Span.SequenceEqual(arrived.Origin.Bytes.Span);

    private static SessionFailure Fail(out SignedPayload? answer)
    {
        answer = null;
        return SessionFailure.WrongParty;
    }

    private static Undelivered ReasonOf(Arrived reply)
    {
        try
        {
            return reply.Kind == Kind.Unsupported && Unsupported.Read(reply.Body).Kind == Kind.SessionMessage
                ? Undelivered.NoSession
                : Undelivered.Unsupported;
        }
        catch (ProtocolException)
        {
            return Undelivered.Unsupported;
        }
    }

    private sealed record HelloTag(long Attempt);

    /// <summary>A message whose sender waits for its outcome.</summary>
    private sealed record Outgoing(IActorRef Sender, ApplicationMessage Message, bool Mail, Instant Since);

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
