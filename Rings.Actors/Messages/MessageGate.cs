using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Messages.ReplayProtocol;

namespace Rings.Actors.Messages;

/// <summary>
/// Where messages begin and end: runs the node's <see cref="Outbox"/> and <see cref="Inbox"/>, and hands what arrives,
/// each message once, to the part or the application that it is for.
/// </summary>
internal sealed partial class MessageGate : UntypedActor, IWithTimers
{
    /// <summary>When a sender may try again whose message the disk did not take.</summary>
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly IActorRef _store;
    private readonly StateSlot<GateState> _slot;
    private readonly Outbox _outbox;
    private readonly Dictionary<TransactionId, Asker> _askers;
    private readonly Dictionary<Kind, IActorRef> _parts;
    private PublishedRoutes? _routes;

    public MessageGate(NodeContext node, IActorRef store, StateSlot<GateState> slot)
    {
        (_node, _store, _slot) = (node, store, slot);
        var (state, settings) = (slot.Value, node.Settings.Messages);
        _outbox = new Outbox(
            node.Self,
            new OutboxSettings
            {
                Capacity = settings.Pending,
                ResendAfter = settings.ResendAfter,
                Sequences = settings.Sequences,
            },
            state.Outbox,
            this);
        (_askers, _parts) = (new(state.Askers), new(state.Parts));
        _routes = state.Routes;
        if (_routes is not null) _outbox.Follow(_routes.Table);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Inbox Inbox => _slot.Value.Inbox;

    private Receivers Receivers => _slot.Value.Receivers;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="store">The store actor: keeps over a restart of the process what must not be forgotten.</param>
    /// <param name="slot">What must outlive this gate.</param>
    public static Props Props(NodeContext node, IActorRef store, StateSlot<GateState> slot) =>
        Akka.Actor.Props.Create(() => new MessageGate(node, store, slot));

    protected override void PreStart()
    {
        foreach (var receiver in Receivers.Actors) Context.WatchWith(receiver, new ReceiverGone(receiver));
        Timers.StartPeriodicTimer(Sweep.Instance, Sweep.Instance, SweepInterval);
        _outbox.Resume();
    }

    /// <summary>The senders of large messages live on.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        _slot.Value = _slot.Value with
        {
            Outbox = _outbox.State,
            Askers = _askers.ToImmutableDictionary(),
            Parts = _parts.ToImmutableDictionary(),
            Routes = _routes,
        };
    }

    /// <summary>Who waits for an outcome that will not come is told so.</summary>
    protected override void PostStop()
    {
        foreach (var (id, asker) in _askers) Fail(asker, id, Undelivered.Stopped);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Arrived arrived:
                Receive(arrived);
                break;

            case FrameSent sent:
                _outbox.Sent(sent.Id);
                break;

            case FrameDropped dropped:
                _outbox.Dropped(dropped.Id);
                break;

            case Originate originate:
                Begin(originate.Request, new Asker.Part(originate.Asker, originate.Tag));
                break;

            case Respond respond:
                Reply(respond.Request, respond.Kind, respond.Body);
                break;

            case SeenAgain again:
                if (Inbox.HasAcknowledged(again.Message.Hash)) Acknowledge(again.Message);
                break;

            case NoRoom full:
                Reply(full.Request, Kind.Busy, new Busy((uint)full.RetryMs).ToBytes());
                break;

            case RouteEnded ended:
                Reply(ended.Request, Kind.Unreachable, new Unreachable(ended.Reason).ToBytes());
                break;

            case SetRoutes routes:
                _routes = routes.Routes;
                _outbox.Follow(routes.Routes.Table);
                break;

            case Takes takes:
                _parts[takes.Kind] = takes.Part;
                break;

            case DeliverSealed deliver:
                Deliver(deliver);
                break;

            case Due:
                _outbox.Tick(_node.Now);
                break;

            case Sweep:
                Inbox.Sweep(_node.Now);
                _store.Tell(new Forget(_node.Now));
                break;

            default:
                ReceiveFromStore(message);
                break;
        }
    }

    /// <summary>What the disk has, or did not take.</summary>
    private void ReceiveFromStore(object message)
    {
        switch (message)
        {
            case Marked marked:
                Leave(marked.Message);
                Proceed(marked.Message);
                break;

            case NotMarked refused:
                Leave(refused.Message);
                Refuse(refused.Message, "store", StoreRetry);
                break;

            case Remembered remembered:
                Deliver(remembered);
                break;

            case NotRemembered refused:
                Refuse(refused);
                break;

            case NumbersKept kept:
                _outbox.SequencesKept(kept.Session, kept.Mark);
                break;

            default:
                ReceiveFromUsers(message);
                break;
        }
    }

    private void Begin(OutboxRequest request, Asker asker)
    {
        var id = _node.NewTransactionId();
        if (request.IsAwaited) _askers.Add(id, asker);
        if (_outbox.TrySend(id, request, _node.Signer, _node.Now))
        {
            _node.Instruments.Sent();
            return;
        }

        _askers.Remove(id);
        Fail(asker, null, Undelivered.Busy);
    }

    /// <summary>Signs and sends a reply, if one is wanted and the request is none itself.</summary>
    private void Reply(Arrived request, Kind kind, byte[] body)
    {
        if (!request.Route.WantsReply || request.ReplyTo is not null) return;
        var reply = OutboxRequest.Reply(request.From, request.Link, request.Id, kind, body);
        if (_outbox.TrySend(_node.NewTransactionId(), reply, _node.Signer, _node.Now)) _node.Instruments.Sent();
        else _node.Instruments.Dropped("no room");
    }

    private sealed record ReceiverGone(IActorRef Receiver) : INoSerializationVerificationNeeded;

    private sealed record Due : INoSerializationVerificationNeeded
    {
        public static readonly Due Instance = new();
    }

    private sealed record Sweep : INoSerializationVerificationNeeded
    {
        public static readonly Sweep Instance = new();
    }
}
