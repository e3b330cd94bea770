using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Links;
using Rings.Actors.Public;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkProtocol;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Routing.RouterProtocol;

namespace Rings.Actors.Routing;

/// <summary>
/// Owns the <see cref="ChordRing"/>: turns messages into its inputs and its effects into messages, and holds nothing
/// else.
/// </summary>
/// <remarks>
/// <code>
/// Waiting --Parts--> Collecting (a restarted one: until every ready link has introduced itself) --> Running
/// --LeaveRing--> Left
/// </code>
/// Look-ups that come before it runs wait for that, at most <see cref="RingSettings.OpenLookups"/>.
/// </remarks>
internal sealed partial class ChordRouter : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly ChordRing _ring;
    private readonly Dictionary<Did, IActorRef> _connections = [];
    private readonly Dictionary<Did, LinkAgreement> _agreements = [];
    private readonly Dictionary<LookupId, (IActorRef Asker, Did Key, Instant Since, Activity? Span)> _lookups = [];
    private readonly Queue<(IActorRef Asker, Did Key)> _early = new();
    private Parts _parts = new(
        ActorRefs.Nobody, ActorRefs.Nobody, ActorRefs.Nobody, ActorRefs.Nobody, null);
    private int _introductions = int.MaxValue;
    private int _introduced;
    private bool _hasContacts;
    private bool _routesChanged;
    private long _lastLookup;
    private Instant _wakeAt;

    public ChordRouter(NodeContext node)
    {
        _node = node;
        _ring = new ChordRing(node.Self, node.Settings.Ring, this, node.Random.Next());
    }

    /// <param name="node">What the node's actors share.</param>
    public static Props Props(NodeContext node) => Akka.Actor.Props.Create(() => new ChordRouter(node));

    protected override void PreStart() => Context.Parent.Tell(new Started(Self));

    /// <summary>The next router asks what this one was asked, but not the look-up that broke it.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        var culprit = message as RingsNodeProtocol.Lookup;
        foreach (var (id, lookup) in _lookups.Where(open => open.Value.Key != culprit?.Key).ToList())
        {
            RingsInstruments.End(lookup.Span, "restarted");
            Self.Tell(new RingsNodeProtocol.Lookup(lookup.Key), lookup.Asker);
            _lookups.Remove(id);
        }

        while (_early.TryDequeue(out var early)) Self.Tell(new RingsNodeProtocol.Lookup(early.Key), early.Asker);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        foreach (var lookup in _lookups.Values) Refuse(lookup.Asker, lookup.Key, LookupFailure.Left);
        RefuseEarly();
    }

    protected override void OnReceive(object message) => Waiting(message);

    private void Waiting(object message)
    {
        if (message is not Parts parts)
        {
            Early(message);
            return;
        }

        _parts = parts;
        Become(Collecting);
        _parts.Links.Tell(new IntroduceAll(Self));
    }

    /// <summary>The tables are rebuilt from the links that are up.</summary>
    private void Collecting(object message)
    {
        switch (message)
        {
            case Introduced introduced:
                _introductions = introduced.Count;
                _hasContacts = introduced.HasContacts;
                break;

            case LinkUp up:
                _introduced++;
                Linked(up);
                break;

            case LinkDown down:
                Unlinked(down);
                break;

            case LeaveRing leave:
                RefuseEarly();
                Depart(leave);
                return;

            default:
                Early(message);
                break;
        }

        if (_introduced >= _introductions) Begin();
    }

    private void Begin()
    {
        Become(Running);
        if (_parts.Memory is { } memory && _connections.Count > 0) _ring.Start(memory, _node.Now);
        else _ring.Start(_hasContacts || _connections.Count > 0, _node.Now);
        _routesChanged = true;
        while (_early.TryDequeue(out var early)) LookUp(early.Asker, early.Key);
        Publish();
        _parts.Links.Tell(LinkProtocol.Begin.Instance);
    }

    /// <summary>What is asked before the ring runs. What links say is not kept: each introduces itself.</summary>
    private void Early(object message)
    {
        switch (message)
        {
            case AskAdmission ask: // A node that is about to start has room for every link.
                Sender.Tell(new Admission(ask.Question, Admitted: true, []));
                break;

            case AskRing:
                Always(message);
                break;

            case RingsNodeProtocol.Lookup lookup when _early.Count < _node.Settings.Ring.OpenLookups:
                _early.Enqueue((Sender, lookup.Key));
                break;

            case RingsNodeProtocol.Lookup lookup:
                Refuse(Sender, lookup.Key, LookupFailure.TooMany);
                break;
        }
    }

    private void Running(object message)
    {
        switch (message)
        {
            case Arrived arrived:
                Receive(arrived);
                break;

            case Tick:
                _ring.Tick(_node.Now);
                break;

            case Replied { Tag: RequestId id } replied:
                Answered(id, replied.Reply);
                break;

            case RequestFailed { Tag: RequestId id } failed:
                if (failed.Reason != Undelivered.TimedOut) _ring.Undeliverable(id, _node.Now);
                break;

            case LinkUp up:
                Linked(up);
                break;

            case LinkDown down:
                Unlinked(down);
                break;

            case AskAdmission ask:
                var admitted = _ring.Admits(ask.Peer, _node.Now);
                _parts.Links.Tell(new Admission(ask.Question, admitted, admitted ? [] : AllNeighbours()));
                break;

            case RingsNodeProtocol.Lookup lookup:
                LookUp(Sender, lookup.Key);
                break;

            case Republish:
                _routesChanged = true;
                _parts.Links.Tell(new SetPhase(_ring.Phase));
                _parts.Stabilizer.Tell(new WakeAt(_wakeAt), Self);
                break;

            case LeaveRing leave:
                Depart(leave);
                break;

            default:
                Noted(message);
                break;
        }

        Publish();
    }

    /// <summary>What is said about links.</summary>
    private void Noted(object message)
    {
        var now = _node.Now;
        switch (message)
        {
            case Suspected suspected:
                if (IsCurrent(suspected.Peer, suspected.Connection)) _ring.Suspect(suspected.Peer, now);
                break;

            case Restored restored:
                if (IsCurrent(restored.Peer, restored.Connection)) _ring.Restored(restored.Peer, now);
                break;

            case PeerKeeps keeps:
                _ring.PeerKeeps(keeps.Peer, keeps.Keeps, now);
                break;

            case PeerPhase phase:
                _ring.PeerPhase(phase.Peer, phase.Phase, now);
                break;

            case PinLink pin:
                _ring.Pin(pin.Peer, pin.Needed, now);
                break;

            case LinkUsed used:
                _ring.LinkUsed(used.Peer, now);
                break;

            case DialFailed failed:
                _ring.ConnectFailed(failed.Peer, failed.Reason, failed.Neighbours, now);
                break;

            default:
                Always(message);
                break;
        }
    }

    private void LookUp(IActorRef asker, Did key)
    {
        var name = new LookupId(++_lastLookup);
        var span = _node.Instruments.Begin("rings.lookup", "rings.key", key.ToString());
        _lookups.Add(name, (asker, key, _node.Now, span));
        _ring.Lookup(name, key, LookupStyle.Recursive, _node.Now);
    }

    private void Depart(LeaveRing leave)
    {
        _ring.Leave(_node.Now);
        Become(Left);
        leave.ReplyTo.Tell(RingLeft.Instance);
    }

    private void RefuseEarly()
    {
        while (_early.TryDequeue(out var early)) Refuse(early.Asker, early.Key, LookupFailure.Left);
    }

    private static void Refuse(IActorRef asker, Did key, LookupFailure reason) =>
        asker.Tell(new RingsNodeProtocol.LookupFailed(key, reason));

    private void Left(object message)
    {
        if (message is RingsNodeProtocol.Lookup lookup) Refuse(Sender, lookup.Key, LookupFailure.Left);
        else if (message is AskAdmission ask) _parts.Links.Tell(new Admission(ask.Question, false, []));
        else if (message is AskRing or LeaveRing) Always(message);
    }

    private void Always(object message)
    {
        switch (message)
        {
            case AskRing ask:
                ask.ReplyTo.Tell(new RingReport(_ring.Phase, _ring.Neighbours, [.. _ring.Fingers], _ring.SizeEstimate));
                break;

            case LeaveRing leave:
                leave.ReplyTo.Tell(RingLeft.Instance);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Linked(LinkUp up)
    {
        _connections[up.Peer] = up.Connection;
        _agreements[up.Peer] = up.Agreement;
        _routesChanged = true;
        _ring.LinkUp(up.Peer, up.Phase, up.Source, _node.Now);
    }

    private void Unlinked(LinkDown down)
    {
        if (!IsCurrent(down.Peer, down.Connection)) return;
        _connections.Remove(down.Peer);
        _agreements.Remove(down.Peer);
        _routesChanged = true;
        _ring.LinkDown(down.Peer, _node.Now);
    }

    private bool IsCurrent(Did peer, IActorRef connection) =>
        _connections.TryGetValue(peer, out var current) && current.Equals(connection);

    private void Receive(Arrived arrived)
    {
        RingMessage? message;
        try
        {
            message = RingCodec.Read(arrived.Body);
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A ring message of {From} breaks a rule: {Rule}", arrived.From, wrong.Message);
            return;
        }

        if (message is null)
            _parts.Gate.Tell(new Respond(arrived, Kind.Unsupported, new Unsupported(Kind.Ring, "").ToBytes()));
        else if (message is RingMessage.Question question) Answer(arrived, question);
        else if (_connections.ContainsKey(arrived.From)) _ring.Receive(arrived.From, message, _node.Now);
    }

    private void Answer(Arrived arrived, RingMessage.Question question)
    {
        var hops = Math.Clamp(arrived.Hops, 1, Route.MaxHops);
        _parts.Gate.Tell(_ring.Answer(arrived.From, question, hops, _node.Now) is { } reply
            ? new Respond(arrived, Kind.Ring, RingCodec.Write(reply))
            : new Respond(arrived, Kind.Unreachable, new Unreachable(UnreachableReason.NotOwner).ToBytes()));
    }

    private void Answered(RequestId id, Arrived reply)
    {
        try
        {
            if (reply.Kind == Kind.Ring && RingCodec.Read(reply.Body) is RingMessage.Reply answer)
                _ring.Answered(id, reply.From, answer, _node.Now);
            else _ring.Undeliverable(id, _node.Now);
        }
        catch (ProtocolException)
        {
            _ring.Undeliverable(id, _node.Now);
        }
    }

    private ImmutableArray<Did> AllNeighbours() => [.. _ring.Neighbours.Predecessors
        .Concat(_ring.Neighbours.Successors).Distinct().Take(LinkControl.MaxNeighbours)];

    /// <summary>Tells everybody who routes, once for all that one message changed.</summary>
    private void Publish()
    {
        if (!_routesChanged) return;
        _routesChanged = false;
        var neighbours = new HashSet<Did>();
        if (_ring.Neighbours.Head is { } head) neighbours.Add(head);
        if (_ring.Neighbours.Predecessor is { } predecessor) neighbours.Add(predecessor);
        var routes = new SetRoutes(
            new PublishedRoutes(_ring.Routing, new Dictionary<Did, IActorRef>(_connections), neighbours)
            {
                OfPaths = new PathRoutes(_ring.Routing, _agreements),
            });
        _parts.Gate.Tell(routes);
        _parts.Paths.Tell(routes);
        _parts.Links.Tell(routes);
        Context.Parent.Tell(new TablesChanged(new RingCheckpoint(
            _ring.Neighbours.Predecessors, _ring.Neighbours.Successors, _ring.Fingers)));
    }
}
