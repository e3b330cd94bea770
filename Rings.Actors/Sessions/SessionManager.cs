using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Limits;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Sessions.SessionProtocol;
using static Rings.Actors.Sessions.SessionStoreProtocol;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Sessions;

/// <summary>
/// Has one <see cref="SessionActor"/> for each remote Did, made when there is something to say or to hear; bounds how
/// many there are, and sees that each hello is answered once.
/// </summary>
/// <remarks>
/// Only a hello that is right in all but its age takes a place, in the memory of hellos and among the sessions, and each
/// link that brings some has a share of both.
/// </remarks>
internal sealed class SessionManager : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly SessionParts _parts;
    private readonly Dictionary<Did, IActorRef> _sessions = [];
    private readonly Dictionary<Did, Did> _linksOfStrangers = [];
    private readonly FairPlaces _strangers;
    private long _made;

    public SessionManager(NodeContext node, SessionParts parts)
    {
        (_node, _parts) = (node, parts);
        _strangers = new(node.Settings.Sessions.Open / 2, ofOrigin: 1);
    }

    /// <param name="node">What the node's actors share.</param>
    /// <param name="parts">Whom sessions speak to.</param>
    public static Props Props(NodeContext node, SessionParts parts) =>
        Akka.Actor.Props.Create(() => new SessionManager(node, parts));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Send send:
                Begin(send);
                break;

            case SealText seal:
                if (Find(seal.To) is { } sealing) sealing.Tell(seal);
                else seal.Asker.Tell(new NotSealed(seal.Tag, Undelivered.Busy));
                break;

            case OpenText open:
                if (_sessions.TryGetValue(open.From, out var opening)) opening.Tell(open);
                else open.Asker.Tell(new NotOpened(open.Tag, SessionFailure.UnknownKey));
                break;

            case SessionForgotten forgotten:
                if (_sessions.TryGetValue(forgotten.Peer, out var known)) known.Tell(forgotten);
                break;

            case Arrived { Kind: Kind.SessionHello } arrived:
                Greet(arrived);
                break;

            case Arrived arrived:
                if (_sessions.TryGetValue(arrived.From, out var session)) session.Tell(arrived);
                else _parts.Gate.Tell(Unknown(arrived));
                break;

            case HelloKept kept:
                // It may have ended while the disk was waited for.
                if (FindFor(kept.Hello.Arrived) is { } greeted) greeted.Tell(kept.Hello);
                else RefuseHello(kept.Hello.Arrived);
                break;

            case HelloNotKept lost:
                RefuseHello(lost.Hello.Arrived);
                break;

            case IdentityProtocol.Revoked revoked:
                if (_sessions.TryGetValue(revoked.Revocation.Account, out session)) session.Tell(revoked);
                break;

            case Idle idle:
                End(idle.Session);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>The answer to a message of a session that is not known here: the peer begins another.</summary>
    internal static Respond Unknown(Arrived arrived) =>
        new(arrived, Kind.Unsupported, new Unsupported(Kind.SessionMessage, "").ToBytes());

    private void Begin(Send send)
    {
        // What never leaves the node needs no session.
        if (send.To == _node.Self)
            _parts.Gate.Forward(new SendPlain(send.To, send.Protocol, send.Payload, Deadline: send.Deadline));
        else if (Find(send.To) is { } session) session.Forward(send);
        else Sender.Tell(new NotSent(null, Undelivered.Busy, "this node has as many sessions as it may have"));
    }

    private void Greet(Arrived arrived)
    {
        try
        {
            var hello = SignedPayload.Read(arrived.Body);
            var failure = SessionResponder.Judge(
                hello, Address.Of(_node.Signer), _node.Settings.Sessions.Suites, arrived.Origin, _node.Now);
            if (failure == SessionFailure.None)
            {
                Take(new(arrived, hello));
                return;
            }

            _log.Debug("A hello of {From} was refused: {Failure}", arrived.From, failure);
            _node.Instruments.Dropped("hello");
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A hello of {From} breaks a rule: {Rule}", arrived.From, wrong.Message);
            _node.Instruments.Dropped("malformed");
        }
    }

    /// <summary>It is kept on the disk before it is answered.</summary>
    private void Take(HelloArrived hello)
    {
        var arrived = hello.Arrived;
        var hash = Hash.Sha256(hello.Hello.Payload.Span);
        var until = _node.Now + SessionRules.HelloMemory + SessionRules.Skew;
        var verdict = _parts.Hellos.Add(hash, arrived.From, arrived.Link, until, _node.Now);
        if (verdict == SessionFailure.None && FindFor(arrived) is not null)
            _parts.Store.Tell(new KeepHello(hash, until, hello));
        else if (verdict != SessionFailure.Repeated) RefuseHello(arrived);
    }

    private void RefuseHello(Arrived arrived)
    {
        _node.Instruments.Dropped("sessions");
        _parts.Gate.Tell(new Respond(arrived, Kind.Busy, new Busy(10_000).ToBytes()));
    }

    private IActorRef? Find(Did peer)
    {
        if (_sessions.TryGetValue(peer, out var known)) return known;
        if (_sessions.Count >= _node.Settings.Sessions.Open) return null;
        var props = SessionActor.Props(_node, peer, _parts).WithDispatcher(_node.Dispatcher);
        var made = Context.ActorOf(props, $"{peer}-{++_made}");
        _sessions.Add(peer, made);
        Context.Parent.Tell(new IdentityProtocol.SessionBegun(peer));
        return made;
    }

    /// <summary>Strangers get half of the room at most, by shares of the links that bring them.</summary>
    private IActorRef? FindFor(Arrived hello)
    {
        if (_sessions.TryGetValue(hello.From, out var known)) return known;
        if (!_strangers.TryTake(hello.From, hello.Link)) return null;
        _linksOfStrangers.Add(hello.From, hello.Link);
        if (Find(hello.From) is { } made) return made;
        GiveBack(hello.From);
        return null;
    }

    private void GiveBack(Did stranger)
    {
        if (_linksOfStrangers.Remove(stranger, out var link)) _strangers.Release(stranger, link);
    }

    /// <summary>What it was told before this is still dealt with.</summary>
    private void End(IActorRef session)
    {
        foreach (var (peer, _) in _sessions.Where(entry => entry.Value.Equals(session)).ToList())
        {
            _sessions.Remove(peer);
            GiveBack(peer);
            Context.Parent.Tell(new IdentityProtocol.SessionEnded(peer));
        }

        session.Tell(PoisonPill.Instance);
    }
}
