using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Messages;
using Rings.Actors.Peers;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Peers.PeerBookProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// Owns the connections: makes and answers offers, says who may link, counts half-open links, dials again. One child
/// per link, which
/// is never restarted.
/// </summary>
internal sealed partial class LinkManager : UntypedActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly ISeedClient _seeds;
    private readonly IActorRef _gate;
    private readonly IActorRef _router;
    private readonly Random _random;
    private readonly LinkCheck _check;
    private readonly RememberedAnswers _answers = new();
    private readonly Dictionary<IActorRef, LinkEntry> _links = [];
    private readonly Dictionary<Did, LinkEntry> _opening = [];
    private readonly Dictionary<Did, LinkEntry> _ready = [];
    private RingPhase _phase = RingPhase.Joining;
    private PublishedRoutes? _routes;
    private ushort _listener;
    private IActorRef? _closingFor;
    private long _lastName;

    public LinkManager(
        NodeContext node, ISeedClient seeds, IActorRef gate, IActorRef router, ImmutableArray<PeerContact> contacts)
    {
        (_node, _seeds, _gate, _router, _contacts) = (node, seeds, gate, router, contacts);
        _random = node.Random.Next();
        _check = new LinkCheck(
            node.Self, node.Ring, node.Secret, node.Budget.Delegations, node.Settings.Messages.ClockSkew);
        InitialiseAdmission();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private LinkSettings Settings => _node.Settings.Links;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="seeds">Speaks to seeds.</param>
    /// <param name="gate">Carries offers over the ring.</param>
    /// <param name="router">Hears of links, and says whom the ring admits.</param>
    /// <param name="contacts">Remembered peers that can be dialled, the most promising first.</param>
    public static Props Props(
        NodeContext node, ISeedClient seeds, IActorRef gate, IActorRef router, ImmutableArray<PeerContact> contacts) =>
        Akka.Actor.Props.Create(() => new LinkManager(node, seeds, gate, router, contacts));

    /// <summary>A link that fails is gone. What must come back is dialled again.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.StoppingStrategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Described described:
                if (_links.TryGetValue(described.Connection, out var entry)) Describe(entry, described.Sdp);
                break;

            case DescriptionFailed failed:
                if (_links.TryGetValue(failed.Connection, out entry)) Give(entry, LinkFailure.Invalid, failed.Reason);
                break;

            case LinkUp up:
                BecomeReady(up);
                break;

            case Gone gone:
                Remove(gone.Connection);
                break;

            case Closing closing:
                if (_links.TryGetValue(closing.Connection, out entry)) NoteClosing(entry, closing);
                break;

            case Suspected suspected:
                SetSuspect(suspected.Connection, true);
                break;

            case Restored restored:
                SetSuspect(restored.Connection, false);
                break;

            case PeerListens listens:
                NoteListener(listens);
                break;

            case PathLost lost:
                if (_links.TryGetValue(lost.Connection, out entry)) Restart(entry);
                break;

            case GateProtocol.Replied { Tag: LinkEntry asked } replied:
                OfferAnswered(asked, replied.Reply);
                break;

            case GateProtocol.RequestFailed { Tag: LinkEntry asked } failed:
                Give(asked, LinkFailure.Unreachable, $"the offer found no way: {failed.Reason}");
                break;

            case Arrived { Kind: Kind.Connect } offer:
                ReceiveOffer(offer.Body, new LinkWay.FromRing(offer), offer.Link);
                break;

            case Admission admission:
                Admitted(admission);
                break;

            default:
                Commanded(message);
                break;
        }
    }

    private void Commanded(object message)
    {
        switch (message)
        {
            case Dial dial:
                Open(dial.Peer, new LinkWay.OverRing(dial.Via), null);
                break;

            case CloseIdle idle:
                CloseLink(idle.Peer, GoAwayReason.Idle);
                break;

            case KeepLink keep:
                if (_ready.TryGetValue(keep.Peer, out var kept)) kept.Connection.Tell(new SetKeep(keep.Needed));
                break;

            case SetPhase phase:
                _phase = phase.Phase;
                foreach (var link in _links.Keys) link.Tell(phase);
                break;

            case SetRoutes routes:
                _routes = routes.Routes;
                foreach (var link in _links.Keys) link.Tell(routes);
                break;

            case SetContacts set:
                _contacts = set.Contacts;
                break;

            case AskReports ask:
                ask.ReplyTo.Tell(new Reporting(_links.Count, Troubles));
                foreach (var link in _links.Keys) link.Tell(new AskReport(ask.ReplyTo));
                break;

            case IntroduceAll introduce:
                foreach (var ready in _ready.Values) ready.Connection.Tell(new Introduce(introduce.Router));
                introduce.Router.Tell(new Introduced(_ready.Count, HasContacts));
                break;

            case CloseAll close:
                _closingFor = close.ReplyTo;
                foreach (var link in _links.Keys) link.Tell(new Close(GoAwayReason.Leaving, Neighbours()));
                TellAllClosed();
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
                Open(connect.Peer, new LinkWay.OverRing(null), Sender);
                break;

            case ConnectSeed connect:
                DialSeed(connect.Seed, Sender);
                break;

            case Disconnect disconnect:
                CloseLink(disconnect.Peer, GoAwayReason.Idle);
                Sender.Tell(new Disconnected(disconnect.Peer));
                break;

            case AnnounceListener announce:
                _listener = announce.Port;
                foreach (var ready in _ready.Values) TellOfListener(ready);
                Sender.Tell(new ListenerAnnounced(announce.Port));
                break;

            case CreateOffer create:
                Open(create.To, LinkWay.ByHand.Instance, Sender);
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

    /// <summary>Opens a link, unless there is one or one is under way.</summary>
    private void Open(Did peer, LinkWay way, IActorRef? waiting)
    {
        if (peer == _node.Self) Refuse(peer, waiting, LinkFailure.Invalid, "a node does not link to itself");
        else if (_closingFor is not null) Refuse(peer, waiting, LinkFailure.Stopped, "the node is leaving");
        else if (_ready.TryGetValue(peer, out var ready) && !ready.IsSuspect) waiting?.Tell(new Connected(peer));
        else if (!IsAllowed(peer)) Refuse(peer, waiting, LinkFailure.Refused, "the node's own policy denies this peer");
        else if (_opening.TryGetValue(peer, out var opening) && way is not LinkWay.ByHand) AddWaiting(opening, waiting);
        else if (_links.Values.Count(link => !link.IsReady && link.IsOfferer) >= Settings.HalfOpen / 2)
            Refuse(peer, waiting, LinkFailure.Busy, "too many links are being opened");
        else
        {
            if (opening is not null) Abandon(opening);
            var entry = Start(peer, way, isOfferer: true);
            AddWaiting(entry, waiting);
            entry.Connection.Tell(new DescribeOffer(Restart: false));
        }
    }

    private static void AddWaiting(LinkEntry entry, IActorRef? waiting)
    {
        if (waiting is not null) entry.Waiting.Add(waiting);
    }

    private LinkEntry Start(Did peer, LinkWay way, bool isOfferer)
    {
        var source = way is LinkWay.OverRing or LinkWay.FromRing ? LinkSource.Ring : LinkSource.Contact;
        var props = ConnectionActor.Props(_node, peer, source, _phase, _gate, _router)
            .WithDispatcher(_node.Dispatcher);
        var connection = Context.ActorOf(props, $"{peer}-{++_lastName}");
        Context.WatchWith(connection, new Gone(connection));
        if (_routes is { } routes) connection.Tell(new SetRoutes(routes));
        var entry = new LinkEntry(peer, connection, way, isOfferer, _node.Now);
        _links.Add(connection, entry);
        _opening[peer] = entry;
        return entry;
    }

    private void BecomeReady(LinkUp up)
    {
        if (!_links.TryGetValue(up.Connection, out var entry)) return;
        entry.IsReady = true;
        if (_opening.GetValueOrDefault(up.Peer) == entry) _opening.Remove(up.Peer);
        if (_ready.TryGetValue(up.Peer, out var older) && older != entry)
        {
            older.EndsByChoice = true;
            older.Connection.Tell(new Close(GoAwayReason.Superseded, []));
        }

        _ready[up.Peer] = entry;
        _redials.Remove(up.Peer);
        TellOfListener(entry);
        if (entry.Way is LinkWay.ToSeed seed)
        {
            _troubles.Remove(seed.Seed);
            Context.Parent.Tell(new Reached(up.Peer, WithoutFragment(seed.Seed), Announced: false));
        }

        foreach (var waiting in entry.Waiting) waiting.Tell(new Connected(up.Peer));
        entry.Waiting.Clear();
        if (older is null) Context.Parent.Tell(new LinkOpened(up.Peer));
    }

    private void TellOfListener(LinkEntry entry)
    {
        if (_listener > 0) entry.Connection.Tell(new Announce(_listener));
    }

    private static void NoteClosing(LinkEntry entry, Closing closing)
    {
        entry.Closing = closing;
        if (closing.GoAway is not null) entry.EndsByChoice = true;
    }

    /// <summary>A connection has ended, whatever the cause.</summary>
    private void Remove(IActorRef connection)
    {
        if (!_links.Remove(connection, out var entry)) return;
        var reason = entry.Closing?.Reason ?? "the link's actor failed";
        if (_opening.GetValueOrDefault(entry.Peer) == entry) _opening.Remove(entry.Peer);
        if (_ready.GetValueOrDefault(entry.Peer) == entry)
        {
            _ready.Remove(entry.Peer);
            Context.Parent.Tell(new LinkClosed(entry.Peer, reason));
            if (!entry.EndsByChoice) ScheduleRedial(entry.Peer);
        }
        else if (!entry.IsReady)
        {
            Fail(entry, Failure(entry), reason);
        }

        TellAllClosed();
        LookForCompany();
    }

    private static LinkFailure Failure(LinkEntry entry) => entry.Closing?.GoAway switch
    {
        GoAwayReason.Full => LinkFailure.Full,
        GoAwayReason.Refused => LinkFailure.Refused,
        GoAwayReason.Superseded => LinkFailure.Superseded,
        _ => LinkFailure.TimedOut,
    };

    /// <summary>Ends a link that will not come up, and says why.</summary>
    private void Give(LinkEntry entry, LinkFailure reason, string detail, ImmutableArray<Did>? neighbours = null)
    {
        if (entry.IsRestarting)
        {
            entry.IsRestarting = false; // The link itself may still recover, or is dropped in its time.
            return;
        }

        if (entry.IsReady || !_links.ContainsKey(entry.Connection)) return;
        Fail(entry, reason, detail, neighbours);
        Abandon(entry);
    }

    private void Fail(LinkEntry entry, LinkFailure reason, string detail, ImmutableArray<Did>? neighbours = null)
    {
        foreach (var waiting in entry.Waiting) Refuse(entry.Peer, waiting, reason, detail);
        entry.Waiting.Clear();
        AnswerRefused(entry, reason, detail);
        if (entry.Way is LinkWay.ToSeed seed && reason != LinkFailure.Superseded)
        {
            NoteTrouble(seed.Seed, detail);
            Context.Parent.Tell(new Missed(entry.Peer));
        }

        if (entry.Way is LinkWay.OverRing
            && !_opening.ContainsKey(entry.Peer) | _opening.GetValueOrDefault(entry.Peer) == entry)
            _router.Tell(new DialFailed(entry.Peer, ToRing(reason), neighbours ?? entry.Closing?.Neighbours ?? []));
    }

    private static ConnectFailure ToRing(LinkFailure reason) => reason switch
    {
        LinkFailure.Full => ConnectFailure.Full,
        LinkFailure.Refused => ConnectFailure.Refused,
        _ => ConnectFailure.Unreachable,
    };

    /// <summary>Forgets a link that never became ready.</summary>
    private void Abandon(LinkEntry entry)
    {
        _links.Remove(entry.Connection);
        if (_opening.GetValueOrDefault(entry.Peer) == entry) _opening.Remove(entry.Peer);
        Context.Unwatch(entry.Connection);
        Context.Stop(entry.Connection);
    }

    private void CloseLink(Did peer, GoAwayReason reason)
    {
        if (_opening.TryGetValue(peer, out var opening)) Give(opening, LinkFailure.Refused, "closed by this node");
        if (!_ready.TryGetValue(peer, out var entry)) return;
        entry.EndsByChoice = true;
        entry.Connection.Tell(new Close(reason, []));
    }

    private void SetSuspect(IActorRef connection, bool suspect)
    {
        if (!_links.TryGetValue(connection, out var entry) || _ready.GetValueOrDefault(entry.Peer) != entry) return;
        entry.IsSuspect = suspect;
        Context.Parent.Tell(suspect ? new LinkSuspected(entry.Peer)
            : (RingsNodeProtocol.IEvent)new LinkRestored(entry.Peer));
        if (suspect) Restart(entry);
        else entry.PathLosses = 0;
    }

    private void TellAllClosed()
    {
        if (_links.Count > 0) return;
        _closingFor?.Tell(AllClosed.Instance);
    }

    private ImmutableArray<Did> Neighbours() =>
        [.. (_routes?.Neighbours ?? ImmutableHashSet<Did>.Empty).Take(LinkControl.MaxNeighbours)];

    private static void Refuse(Did? peer, IActorRef? waiting, LinkFailure reason, string detail) =>
        waiting?.Tell(new LinkRefused(peer, reason, detail));

    private sealed record Gone(IActorRef Connection) : INoSerializationVerificationNeeded;
}
