using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Identity;
using Rings.Actors.Links;
using Rings.Actors.Mail;
using Rings.Actors.Messages;
using Rings.Actors.Paths;
using Rings.Actors.Peers;
using Rings.Actors.Public;
using Rings.Actors.Routing;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Actors.Streams;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Streams;
using Rings.Protocol.Wire;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Node;

/// <summary>
/// A node of a ring: supervises its parts; all that others say to the node comes here (<see
/// cref="RingsNodeProtocol"/>).
/// </summary>
/// <remarks>
/// A part that fails is restarted with what it must not forget, and rebuilds the rest from the live links. A part
/// that fails too often
/// (<c>rings.supervision</c>) stops the node, and its subscribers hear why. Where the machine's clock is set back the whole
/// node begins anew, for all that its parts wait for would come as much later; what applications asked of it stays.
/// </remarks>
public sealed class RingsNode : UntypedActor, IWithTimers
{
    private const string LinksName = "links";
    private const string StabilizerName = "stabilizer";
    private const string PathsName = "paths";
    private const string StreamsName = "streams";
    private const string ServicesName = "services";
    private const string DirectoryName = "directory";
    private const int MaxTraces = 16;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly NodeStores _stores;
    private readonly NodeMemory _memory;
    private readonly MailMemory _mailMemory;
    private readonly Instant _begun;
    private readonly ClockWatch _clock;
    private readonly IActorRef _gate;
    private readonly IActorRef _router;
    private readonly IActorRef _links;
    private readonly IActorRef _peers;
    private readonly IActorRef _delegation;
    private readonly IActorRef _revocations;
    private readonly IActorRef _storage;
    private readonly IActorRef _mail;
    private readonly IActorRef _sessions;
    private readonly SortedDictionary<string, StoreFailing> _failing = new(StringComparer.Ordinal);
    private readonly Queue<Instant> _failures = new();
    private RingCheckpoint? _tables;
    private IActorRef? _leaver;

    internal RingsNode(NodeContext node, ISeedClient seeds, NodeStores stores, NodeMemory memory)
    {
        memory.EndFormer?.Invoke();
        (_node, _stores, _memory) = (node, stores, memory);
        _begun = node.Now;
        _clock = new(node.Time);
        // What is kept is read before the store is given to its actor.
        var (marks, sessions) = (stores.Replay.First, stores.Sessions.First);
        _mailMemory = new MailMemory(sessions, node.Now);
        var hellos = new HelloMemory(node.Settings.Sessions.Hellos);
        foreach (var (hash, until) in sessions.Hellos()) hellos.Restore(hash, until);
        var gate = new StateSlot<GateState>(GateState.Begin(node, marks, memory.Receivers));
        var replayStore = Keep(stores.Replay, "replay-store");
        var sessionStore = Keep(stores.Sessions, "session-store");
        _gate = Context.ActorOf(MessageGate.Props(node, replayStore, gate).WithDispatcher(node.Dispatcher), "gate");
        Context.ActorOf(Stabilizer.Props(node.Time), StabilizerName);
        _router = Context.ActorOf(ChordRouter.Props(node), "router");
        var remembered = Remember();
        var paths = Context.ActorOf(PathManager.Props(node, _gate, new()).WithDispatcher(node.Dispatcher), PathsName);
        _links = Context.ActorOf(
            LinkManager.Props(node, seeds, new(_gate, _router, paths), remembered.Contacts), LinksName);
        _peers = Context.ActorOf(
            PeerBook.Props(node, remembered, stores.Peers, _links).WithDispatcher(node.StorageDispatcher), "peers");
        _storage = Context.ActorOf(
            StorageActor.Props(node, Memory(stores)).WithDispatcher(node.StorageDispatcher),
            "storage");
        _mail = Context.ActorOf(
            MailboxActor.Props(node, _gate, _storage, sessionStore, _mailMemory).WithDispatcher(node.Dispatcher), "mail");
        _sessions = Context.ActorOf(
            SessionManager.Props(node, new(_gate, _mail, Self, sessionStore, hellos)).WithDispatcher(node.Dispatcher),
            "sessions");
        var streams = new StreamMemory(node.Settings.Streams.MemoryBytes);
        node.Instruments.Observe(node.Budget.Paths, streams);
        Context.ActorOf(
            StreamManager.Props(new(node, _sessions, paths, _links, _router, memory.Listeners, streams))
                .WithDispatcher(node.Dispatcher),
            StreamsName);
        _delegation = Context.ActorOf(
            DelegationKeeper.Props(node, new()).WithDispatcher(node.StorageDispatcher), "delegation");
        var watch = new RevocationWatch(node.Ring, node.Settings.Delegations, node.Settings.Messages.ClockSkew);
        _revocations = Context.ActorOf(RevocationKeeper.Props(node, new(watch), _storage), "revocations");
        memory.Services = new(stores.Services.First, node.Settings.Services.Limits, node.Self, memory.Services);
        Context.ActorOf(
            ServiceRegistry.Props(node, new(
                memory.Services, _storage, Keep(stores.Services, "service-store"), memory.Reserved, memory.Takers))
                .WithDispatcher(node.Dispatcher), ServicesName);
        Context.ActorOf(ServiceDirectory.Props(node, _storage).WithDispatcher(node.Dispatcher), DirectoryName);
        AnnounceParts();
        if (memory.Announced is { } announced) _links.Tell(announced, ActorRefs.NoSender);
    }

    /// <summary>Timers of the node.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(
        NodeContext node, ISeedClient seeds, NodeStores stores, Func<NodeContext, NodeContext> renew,
        IActorRef? subscriber = null) =>
        Akka.Actor.Props.CreateBy(new NodeProducer(node, seeds, stores, renew, subscriber));

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (_node.WatchesClock) Timers.StartPeriodicTimer(LookAtClock.Instance, LookAtClock.Instance, ClockWatch.Interval);
    }

    /// <summary>The node begins anew: its parts end first, then what they held is given back, then the next is made.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        _memory.EndFormer = End;
        foreach (var part in Context.GetChildren()) Context.Stop(part);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _memory.Listeners.CloseAll();
        End();
    }

    private void End()
    {
        _stores.Dispose();
        _mailMemory.Dispose();
        _ = _node.Connections.DisposeAsync().AsTask();
        _node.Instruments.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is AnnounceListener announced) _memory.Announced = announced;
        if (PartOf(message) is { } part)
        {
            part.Forward(message);
            return;
        }

        switch (message)
        {
            case Trace trace:
                Begin(trace);
                break;

            case GetStatus:
                Context.ActorOf(StatusCollector.Props(_node, _begun, Parts, Failing, Sender, isSubscription: false));
                break;

            case GetHoldings:
                Context.ActorOf(HoldingsCollector.Props(_node, _storage, _mail, Sender));
                break;

            case Subscribe subscribe:
                Add(subscribe.Subscriber);
                break;

            case Unsubscribe unsubscribe:
                Remove(unsubscribe.Subscriber);
                break;

            case SubscriberGone gone:
                _memory.Subscribers.Remove(gone.Subscriber);
                break;

            case LookAtClock:
                if (_clock.Look() is { } back && _leaver is null) BeginAnew(back);
                break;

            case IEvent happened:
                Note(happened);
                Tell(happened);
                break;

            case SignGroupStatement sign:
                Sender.Tell(Sign(sign));
                break;

            case Leave:
                BeginLeaving(Sender);
                break;

            default:
                OfParts(message);
                break;
        }
    }

    /// <summary>The part that answers a command of its own; null: the node itself does.</summary>
    private IActorRef? PartOf(object message) => message switch
    {
        SendPlain or RegisterProtocol or Taken => _gate,
        Lookup => _router,
        Connect or ConnectSeed or Disconnect or CreateOffer or AnswerOffer or AcceptAnswer or AnnounceListener => _links,
        Send => _sessions,
        StreamCommands.OpenStream or StreamCommands.CancelOpening or StreamCommands.Listen or StreamCommands.Unlisten
            or StreamCommands.ListStreams => Context.Child(StreamsName),
        ListPosted or WithdrawLetter => _mail,
        IRecordCommand or IRecordQuery or WatchRecords or ListOwnRecords => _storage,
        IServiceCommand or ITicketCommand or ReserveListener or ReleaseListener => Context.Child(ServicesName),
        FindService or NoteProvider => Context.Child(DirectoryName),
        _ => null,
    };

    private GroupStatementSigned Sign(SignGroupStatement sign)
    {
        var (signer, purpose) = (
            _node.Signer, sign.IsRenewal ? SignaturePurpose.GroupRenewal : SignaturePurpose.GroupDeal);
        return new(sign.Statement, signer.Delegation.Bytes.ToArray(), signer.Sign(purpose, sign.Statement));
    }

    private (IActorRef Gate, IActorRef Router, IActorRef Links) Parts => (_gate, _router, _links);

    private ImmutableArray<StoreFailing> Failing => [.. _failing.Values];

    private void OfParts(object message)
    {
        switch (message)
        {
            case PartRestarted:
                _router.Tell(RouterProtocol.Republish.Instance);
                break;

            case RouterProtocol.Started started:
                started.Router.Tell(new RouterProtocol.Parts(
                    _links, _gate, Context.Child(PathsName), Context.Child(StabilizerName), _tables));
                break;

            case RouterProtocol.TablesChanged changed:
                _tables = changed.Tables;
                break;

            case IdentityProtocol.IUse:
                _revocations.Tell(message);
                break;

            case IdentityProtocol.INews:
                foreach (var part in new[] { _links, _sessions, _delegation, Context.Child(StreamsName) }) part.Tell(message);
                break;

            case PeerBookProtocol.INews news:
                _peers.Tell(news);
                break;

            case StorageProtocol.HandedOver:
                _router.Tell(new RouterProtocol.LeaveRing(Self));
                break;

            case RouterProtocol.RingLeft:
                _links.Tell(new LinkProtocol.CloseAll(Self));
                break;

            case LinkProtocol.AllClosed or LeaveDeadline when _leaver is not null:
                _leaver.Tell(Left.Instance);
                Context.Stop(Self);
                break;

            case LinkProtocol.AllClosed:
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Tells the gate which part takes messages of which kind.</summary>
    private void AnnounceParts()
    {
        _gate.Tell(new GateProtocol.Takes(Kind.Ring, _router));
        _gate.Tell(new GateProtocol.Takes(Kind.Connect, _links));
        _gate.Tell(new GateProtocol.Takes(Kind.Storage, _storage));
        _gate.Tell(new GateProtocol.Takes(Kind.SessionHello, _sessions));
        _gate.Tell(new GateProtocol.Takes(Kind.SessionMessage, _sessions));
    }

    private StorageMemory Memory(NodeStores stores) =>
        new(stores.Records, _gate, stores.Own, _memory.Watched);

    private IActorRef Keep<TStore>(StoreSource<TStore> source, string name)
        where TStore : class, IGroupStore =>
        Context.ActorOf(StoreActor<TStore>.Props(source).WithDispatcher(_node.StorageDispatcher), name);

    private RememberedPeers Remember()
    {
        var remembered = new RememberedPeers(_node.Settings.Peers.Remembered);
        var (peers, wrong) = _stores.Peers.Load();
        if (wrong is not null) _log.Warning("No peers are remembered: {Wrong}", wrong);
        remembered.Restore(peers, _node.Now);
        return remembered;
    }

    private void Begin(Trace trace)
    {
        var free = Enumerable.Range(0, MaxTraces).Select(place => $"trace-{place}")
            .FirstOrDefault(name => Context.Child(name).IsNobody());
        if (free is null) Sender.Tell(new LookupFailed(trace.Key, LookupFailure.TooMany));
        else Context.ActorOf(LookupTracer.Props(_node, _gate, trace.Key, Sender), free);
    }

    private void Add(IActorRef subscriber)
    {
        var subscribers = _memory.Subscribers;
        if (subscribers.Count < _node.Settings.Messages.Subscribers && subscribers.Add(subscriber))
            Context.WatchWith(subscriber, new SubscriberGone(subscriber));
        Context.ActorOf(StatusCollector.Props(_node, _begun, Parts, Failing, Sender, isSubscription: true));
    }

    private void Remove(IActorRef subscriber)
    {
        if (_memory.Subscribers.Remove(subscriber)) Context.Unwatch(subscriber);
    }

    private void Tell(IEvent happened)
    {
        foreach (var subscriber in _memory.Subscribers) subscriber.Tell(happened);
    }

    /// <summary>What the ring says is the storage's and the mailbox's business, too; what links say, the book's.</summary>
    private void Note(IEvent happened)
    {
        if (happened is StoreFailing failing) _failing[failing.Store] = failing;
        if (happened is StoreRestored restored) _failing.Remove(restored.Store);
        if (happened is LinkOpened or LinkClosed) _peers.Tell(happened);
        if (happened is LinkOpened or LinkClosed or RingsNodeProtocol.PhaseChanged) _revocations.Tell(happened);
        if (happened is PhaseChanged { Phase: RingPhase.Member }) _mail.Tell(MailProtocol.Joined.Instance);
        else if (happened is NeighboursChanged changed)
            _storage.Tell(new StorageProtocol.NewNeighbours(new(changed.Predecessors, changed.Successors)));
        else if (happened is OwnershipChanged owned)
            _storage.Tell(new StorageProtocol.Owned(owned.Predecessor));
    }

    /// <summary>Restarts the node itself: whatever its parts wait for was reckoned by the clock as it was.</summary>
    private void BeginAnew(TimeSpan back)
    {
        _log.Warning("The clock was set back by {Time}: what the node waits for would come as much later. It begins anew", back);
        var self = (IInternalActorRef)Self;
        self.Suspend();
        self.Restart(new InvalidOperationException($"the clock was set back by {back}"));
    }

    private void BeginLeaving(IActorRef leaver)
    {
        if (_leaver is not null) return;
        _leaver = leaver;
        Timers.StartSingleTimer(
            LeaveDeadline.Instance, LeaveDeadline.Instance, _node.Settings.Supervision.LeaveTimeout);
        _storage.Tell(new StorageProtocol.HandOver(Self));
    }

    /// <summary>Restarts a part that failed; too many failures in the window stop the node.</summary>
    private Directive Decide(Exception failure)
    {
        var (settings, now) = (_node.Settings.Supervision, _node.Now);
        var part = Sender.Path.Name;
        _log.Error(failure, "Part {Part} failed", part);
        _node.Instruments.Restarted(part);
        _failures.Enqueue(now);
        while (now - _failures.Peek() > settings.Window) _failures.Dequeue();
        // A restarted manager would take all its links with it: it goes on with what it has.
        if (_failures.Count <= settings.Failures) return part == LinksName ? Directive.Resume : Directive.Restart;
        Tell(new NodeFailed(part, failure.Message));
        Context.Stop(Self);
        return Directive.Stop;
    }

    private sealed record SubscriberGone(IActorRef Subscriber) : INoSerializationVerificationNeeded;

    private sealed record LookAtClock : INoSerializationVerificationNeeded
    {
        public static readonly LookAtClock Instance = new();
    }

    private sealed record LeaveDeadline : INoSerializationVerificationNeeded
    {
        public static readonly LeaveDeadline Instance = new();
    }
}
