using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Actors.Peers;
using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Peers.PeerBookProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// Owns the connections and runs the <see cref="LinkBook"/>, which decides everything about them: turns messages into its inputs
/// and its effects into messages, signs and verifies, speaks to seeds and keeps the timers. One child per link, never restarted.
/// </summary>
internal sealed partial class LinkManager : UntypedActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly IActorRef _gate;
    private readonly IActorRef _router;
    private readonly IActorRef _paths;
    private readonly Company _company;
    private readonly ContactCalls _calls;
    private readonly LinkBook _book;
    private readonly LinkPapers _papers;
    private readonly LinkCheck _check;
    private readonly LinkConnections _connections = new();
    private RingPhase _phase = RingPhase.Joining;
    private PublishedRoutes? _routes;
    private ushort _listener;
    private IActorRef? _closingFor;

    public LinkManager(NodeContext node, ISeedClient seeds, LinkParts parts, ImmutableArray<PeerContact> contacts)
    {
        (_node, _gate, _router, _paths) = (node, parts.Gate, parts.Router, parts.Paths);
        _calls = new(node, seeds);
        _company = new(node.Settings, contacts, node.Random.Next());
        _book = new(node.Self, node.Settings.LinkLimits, this, node.Random.Next());
        _papers = new(node.Ring, node.Secret, node.Settings.Links.OfferLifetime, node.Settings.Relay.Streams);
        _check = new(
            node.Self, node.Ring, node.Secret, node.Budget.Delegations, node.Settings.Messages.ClockSkew);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="seeds">Speaks to seeds.</param>
    /// <param name="parts">Carry offers over the ring; hear of links, and say whom the ring admits; take paths.</param>
    /// <param name="contacts">Remembered peers that can be dialled, the most promising first.</param>
    public static Props Props(NodeContext node, ISeedClient seeds, LinkParts parts, ImmutableArray<PeerContact> contacts) =>
        Akka.Actor.Props.Create(() => new LinkManager(node, seeds, parts, contacts));

    /// <summary>A link that fails is gone. What must come back is dialled again.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Upkeep.Instance, Upkeep.Instance, _node.Settings.Delegations.UpkeepInterval);
    }

    protected override void PostStop() => _calls.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ConnectionProtocol.IEvent told:
                Told(told);
                break;

            case Gone gone:
                Forget(gone.Connection);
                break;

            case GateProtocol.Replied { Tag: LinkNumber link } replied:
                OfferAnswered(link, replied.Reply);
                break;

            case GateProtocol.RequestFailed { Tag: LinkNumber link } failed:
                Fail(link, LinkFailure.Unreachable, $"the offer found no way: {failed.Reason}");
                break;

            case Arrived { Kind: Kind.Connect } offer:
                ReceiveOffer(offer.Body, new LinkWay.FromRing(offer.Link, offer), offer.Link);
                break;

            case Admission answer:
                _book.Admitted(answer.Question, answer.Admitted, answer.Neighbours, _node.Now);
                break;

            default:
                OfParts(message);
                break;
        }
    }

    /// <summary>What a connection tells.</summary>
    private void Told(ConnectionProtocol.IEvent told)
    {
        switch (told)
        {
            case Described described when _connections.TryGet(described.Connection, out var link):
                _book.Described(link, described.Sdp);
                break;

            case DescriptionFailed failed when _connections.TryGet(failed.Connection, out var link):
                Fail(link, LinkFailure.Invalid, failed.Reason);
                break;

            case LinkUp up when _connections.TryGet(up.Connection, out var link):
                _book.Up(link);
                break;

            case Closing closing when _connections.TryGet(closing.Connection, out var link):
                _book.Closing(link, closing.Reason, closing.GoAway, closing.Neighbours);
                break;

            case Suspected suspected when _connections.TryGet(suspected.Connection, out var link):
                _book.SetSuspect(link, true);
                break;

            case Restored restored when _connections.TryGet(restored.Connection, out var link):
                _book.SetSuspect(link, false);
                break;

            case PathFound found when _connections.TryGet(found.Connection, out var link):
                _book.PathFound(link);
                break;

            case PathLost lost when _connections.TryGet(lost.Connection, out var link):
                _book.PathLost(link);
                break;

            case PeerListens listens:
                NoteListener(listens);
                break;
        }
    }

    /// <summary>What the node's own parts say.</summary>
    private void OfParts(object message)
    {
        switch (message)
        {
            case Dial dial:
                _book.Dial(
                    dial.Peer, new LinkWay.OverRing(dial.Via) { IsSpare = dial.Asker is not null }, dial.Asker, _node.Now);
                break;

            case CloseIdle idle:
                _book.Close(idle.Peer, GoAwayReason.Idle);
                break;

            case KeepLink keep:
                if (_book.StandingWith(keep.Peer) is { } kept) _connections[kept].Tell(new SetKeep(keep.Needed));
                break;

            case SetPhase phase:
                _phase = phase.Phase;
                _connections.Tell(phase);
                break;

            case SetRoutes routes:
                _routes = routes.Routes;
                _connections.Tell(routes);
                break;

            case SetContacts set:
                _company.Contacts = set.Contacts;
                break;

            case AskReports ask:
                ask.ReplyTo.Tell(new Reporting(_connections.Count, _company.Troubles));
                _connections.Tell(new AskReport(ask.ReplyTo));
                break;

            case IntroduceAll introduce:
                foreach (var link in _book.StandingLinks) _connections[link].Tell(new Introduce(introduce.Router));
                introduce.Router.Tell(new Introduced(_book.StandingCount, _company.IsKnown));
                break;

            case CloseAll close:
                _closingFor = close.ReplyTo;
                _book.CloseAll();
                break;

            case IdentityProtocol.Revoked or IdentityProtocol.Renewed or Upkeep:
                AboutDelegations(message);
                break;

            default:
                Asked(message);
                break;
        }
    }

    /// <summary>What users ask.</summary>
    private void Asked(object message)
    {
        switch (message)
        {
            case Connect connect:
                _book.Dial(connect.Peer, new LinkWay.OverRing(null), Sender, _node.Now);
                break;

            case ConnectSeed connect:
                DialContact(connect.Seed, Sender);
                break;

            case Disconnect disconnect:
                _book.Close(disconnect.Peer, GoAwayReason.Idle);
                Sender.Tell(new Disconnected(disconnect.Peer));
                break;

            case AnnounceListener announce:
                _listener = announce.Port;
                foreach (var link in _book.StandingLinks) TellOfListener(_connections[link]);
                Sender.Tell(new ListenerAnnounced(announce.Port));
                break;

            case CreateOffer create:
                _book.Dial(create.To, LinkWay.ByHand.Instance, Sender, _node.Now);
                break;

            case AnswerOffer answer:
                ReceiveOffer(answer.Offer, new LinkWay.FromOutside(Sender, answer.Address), null);
                break;

            case AcceptAnswer accept:
                AcceptByHand(accept.Answer, Sender);
                break;

            default:
                Dialling(message);
                break;
        }
    }

    /// <summary>A connection has ended, whatever the cause.</summary>
    private void Forget(IActorRef connection)
    {
        if (!_connections.Remove(connection, out var link)) return;
        _book.Down(link);
        LookForCompany();
    }

    /// <summary>Links live under the delegations of both ends; who refused the node's before may take a new one.</summary>
    private void AboutDelegations(object message)
    {
        var now = _node.Now;
        _book.EndThoseWithout(delegation => _node.Budget.Delegations.Recheck(delegation, now));
        if (message is not IdentityProtocol.Revoked) _book.Show(_node.Signer.Delegation.Id);
        if (message is IdentityProtocol.Renewed) Self.Tell(DiallingProtocol.CompanyDue.Instance);
    }

    private void TellOfListener(IActorRef connection)
    {
        if (_listener > 0) connection.Tell(new Announce(_listener));
    }

    private sealed record Gone(IActorRef Connection) : INoSerializationVerificationNeeded;

    private sealed record Upkeep : INoSerializationVerificationNeeded
    {
        public static readonly Upkeep Instance = new();
    }
}
