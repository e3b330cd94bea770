using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Messages.GateProtocol;

namespace Rings.Actors.Messages;

/// <summary>
/// Where messages begin and end: signs and sends this node's own, matches replies to requests, and hands what
/// arrives, each message
/// once, to the part or the application that it is for.
/// </summary>
internal sealed partial class MessageGate : UntypedActor, IWithTimers
{
    private static readonly TimeSpan SequenceAhead = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly GateMemory _memory;
    private readonly Dictionary<TransactionId, PendingRequest> _pending;
    private readonly PriorityQueue<(TransactionId Id, Instant At), (long Due, long Order)> _due;
    private long _order;

    public MessageGate(NodeContext node, GateMemory memory)
    {
        (_node, _memory, _pending, _due) = (node, memory, memory.Pending, memory.Due);
        InitialiseLimits();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="memory">What must outlive this gate.</param>
    public static Props Props(NodeContext node, GateMemory memory) =>
        Akka.Actor.Props.Create(() => new MessageGate(node, memory));

    protected override void PreStart()
    {
        foreach (var receiver in _memory.Receivers.Actors) Context.WatchWith(receiver, new ReceiverGone(receiver));
        Timers.StartPeriodicTimer(Sweep.Instance, Sweep.Instance, SequenceAhead / 2);
    }

    protected override void PostRestart(Exception reason)
    {
        PreStart();
        Arm();
    }

    /// <summary>The senders of large messages live on.</summary>
    protected override void PreRestart(Exception reason, object message) => PostStop();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Arrived arrived:
                Receive(arrived);
                arrived.Connection.Tell(new FrameLeft(arrived.Kind.Lane(), arrived.FrameBytes));
                break;

            case FrameSent sent:
                Sent(sent.Id);
                break;

            case FrameDropped dropped:
                if (_pending.TryGetValue(dropped.Id, out var pending)) Retry(pending, RequestFailure.Busy);
                break;

            case Originate originate:
                Begin(originate);
                break;

            case Respond respond:
                Reply(respond.Request, respond.Kind, respond.Body);
                break;

            case RouteEnded ended:
                Reply(ended.Request, Kind.Unreachable, new Unreachable(ended.Reason).ToBytes());
                break;

            case SetRoutes routes:
                Follow(routes.Routes);
                break;

            case Parts parts:
                (_memory.Router, _memory.Links) = (parts.Router, parts.Links);
                (_memory.Storage, _memory.Sessions) = (parts.Storage, parts.Sessions);
                break;

            case DeliverSealed deliver:
                Deliver(deliver);
                break;

            case Due:
                ExpireDue();
                break;

            case FrameLeft:
                break; // Of a message to itself, which no lane carried.

            case Sweep:
                _memory.Store.Forget(_node.Now);
                _reassembly.Expire(_node.Now);
                break;

            default:
                ReceiveFromUsers(message);
                break;
        }
    }

    /// <summary>Signs a message and sends it; remembers it if a reply is wanted.</summary>
    private void Begin(Originate request)
    {
        if (_pending.Count >= _node.Settings.Messages.Pending)
        {
            request.Asker.Tell(new RequestFailed(request.Tag, null, RequestFailure.Busy));
            return;
        }

        var id = _node.NewTransactionId();
        var route = new Route(request.MaxHops, request.Mode, request.Destination, request.WantsReply, request.IsFinal);
        var signer = NextSigner();
        var frame = Seal(signer, id, request.Kind, route, request.Body, request.Patience, null, request.WantsReceipt);
        var hash = request.WantsReceipt ? EnvelopeView.Read(frame).Transaction.Hash : default;
        var pending = new PendingRequest(
            request, id, frame, signer.Delegation, hash, _node.Now + request.Patience);
        if (request.WantsReply || request.WantsReceipt || request.OnlyHandOver)
        {
            _pending.Add(id, pending);
            Schedule(pending, NextDue(pending));
        }

        if (!TrySend(pending)) Complete(pending, RequestFailure.Unreachable);
    }

    /// <summary>The key that signs now. The numbers of a new one are kept for it before it signs.</summary>
    private Signer NextSigner()
    {
        var signer = _node.Signer;
        if (ReferenceEquals(signer, _memory.Signer)) return signer;
        _memory.Store.BeginSession(signer.Delegation.SessionKey);
        _memory.Signer = signer;
        return signer;
    }

    private byte[] Seal(
        Signer signer, TransactionId id, Kind kind, in Route route, byte[] body, TimeSpan ttl, TransactionId? replyTo,
            bool wantsReceipt)
    {
        _node.Instruments.Sent();
        return EnvelopeBuilder.Build(
            new TransactionDraft
            {
                Destination = route.Target,
                Id = id,
                Sequence = NextSequence(route.Target, kind.Lane()),
                Timestamp = _node.Now,
                Kind = kind,
                TtlMs = (uint)Math.Clamp(ttl.TotalMilliseconds, 1, TransactionView.MaxTtlMs),
                ReplyTo = replyTo,
                WantsReceipt = wantsReceipt,
                Body = body,
            },
            route,
            signer);
    }

    private ulong NextSequence(Did destination, Lane lane)
    {
        var next = _memory.Sequences.Next(destination, lane, _node.Now);
        if (next > _memory.Store.SequenceMark)
            _memory.Store.KeepSequence(Math.Max(next, _memory.Sequences.Reserve(_node.Now, SequenceAhead)));
        return next;
    }

    /// <summary>Sends by the hop that was asked for, or by the best that was not tried.</summary>
    private bool TrySend(PendingRequest pending)
    {
        var request = pending.Request;
        var view = EnvelopeView.Read(pending.Frame);
        if (request.FirstHop is { } hop && pending.FirstHops.Count == 0)
            return TrySend(pending, view, hop, request.IsFinal);
        if (_memory.Routes is not { } routes)
            return request.Destination == _node.Self && Loop(view, pending.Delegation);
        var tried = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending.FirstHops);
        var decision = routes.Table.FirstHop(request.Destination, request.Mode, tried);
        return decision.Verdict switch
        {
            RouteVerdict.Deliver => Loop(view, pending.Delegation),
            RouteVerdict.Forward => TrySend(pending, view, decision.Next, decision.Final),
            _ => false,
        };
    }

    private bool TrySend(PendingRequest pending, in EnvelopeView view, Did hop, bool final)
    {
        pending.FirstHops.Add(hop);
        var frame = FrameBuffer.Copy(pending.Frame);
        return TryHandOver(frame, pending.Delegation, view, hop, view.Route with { IsFinal = final });
    }

    private bool TryHandOver(FrameBuffer frame, Delegation delegation, in EnvelopeView view, Did hop, in Route route)
    {
        if (_memory.Routes is not { } routes || !routes.Connections.TryGetValue(hop, out var connection))
        {
            frame.Release();
            return false;
        }

        connection.Tell(new SendFrame(
            frame, route.Next(), view.Transaction.Kind.Lane(), view.Transaction.Id, delegation.Id, delegation.Bytes,
                Self, null, 0));
        return true;
    }

    /// <summary>A message of this node to itself.</summary>
    private bool Loop(in EnvelopeView view, Delegation delegation)
    {
        Self.Tell(Arrived.Of(view, delegation, _node.Self, Self, withBody: true));
        Self.Tell(new FrameSent(view.Transaction.Id));
        return true;
    }

    /// <summary>Signs and sends a reply: back the way the request came, by the crumbs.</summary>
    private void Reply(Arrived request, Kind kind, byte[] body)
    {
        if (!request.Route.WantsReply || request.ReplyTo is not null) return;
        var id = _node.NewTransactionId();
        var signer = NextSigner();
        var frame =
            Seal(signer, id, kind, Route.Back(request.From), body, TimeSpan.FromMilliseconds(TransactionDraft.DefaultTtlMs),
            request.Id, false);
        var view = EnvelopeView.Read(frame);
        if (request.Link == _node.Self)
        {
            Loop(view, signer.Delegation);
            return;
        }

        var copy = FrameBuffer.Own(frame);
        if (_memory.Routes is { } routes && routes.Connections.ContainsKey(request.Link))
        {
            TryHandOver(copy, signer.Delegation, view, request.Link, view.Route);
            return;
        }

        // The link that the request came by is gone, or not known to the routes yet.
        var decision = _memory.Routes?.Table.FirstHop(request.From, RouteMode.Node, []) ?? RouteDecision.Unreachable;
        if (decision.Verdict == RouteVerdict.Forward)
            TryHandOver(copy, signer.Delegation, view, decision.Next, view.Route with { Mode = RouteMode.Node });
        else _node.Instruments.Dropped("no way back");
    }

    private void Sent(TransactionId id)
    {
        if (!_pending.TryGetValue(id, out var pending) || !pending.Request.OnlyHandOver) return;
        _pending.Remove(id);
        pending.Request.Asker.Tell(new GateProtocol.HandedOver(pending.Request.Tag, id));
    }

    /// <summary>What left by a link that is suspect or gone by now goes another way, or fails at once.</summary>
    private void Follow(PublishedRoutes routes)
    {
        var former = _memory.Routes?.Table;
        _memory.Routes = routes;
        if (former is null) return;
        bool IsLost(PendingRequest pending) => pending.FirstHops is [.., var hop]
            && former.LeadsTo(hop) && !routes.Table.LeadsTo(hop);
        foreach (var pending in _pending.Values.Where(IsLost).ToList()) Retry(pending, RequestFailure.Unreachable);
    }

    /// <summary>
    /// The network, or a link, says that this way does not lead there: one retry through another first hop.
    /// </summary>
    private void Retry(PendingRequest pending, RequestFailure reason)
    {
        // The ring looks after its own questions: it names the first hop and tries another one itself.
        if (pending.Request.FirstHop is null && !pending.IsRetried)
        {
            pending.IsRetried = true;
            if (TrySend(pending)) return;
        }

        if (!pending.Request.WantsReceipt) Complete(pending, reason);
        else if (reason == RequestFailure.Unreachable && pending.Resends > 0) Complete(pending, reason);
    }

    private void Complete(PendingRequest pending, RequestFailure reason)
    {
        _pending.Remove(pending.Id);
        Fail(pending, reason);
    }

    private static void Fail(PendingRequest pending, RequestFailure reason) =>
        pending.Request.Asker.Tell(new RequestFailed(pending.Request.Tag, pending.Id, reason));

    private void Schedule(PendingRequest pending, Instant due)
    {
        _due.Enqueue((pending.Id, due), (due.UnixMicroseconds, _order++));
        if (_due.Peek().Id == pending.Id || !Timers.IsTimerActive(Due.Instance)) Arm();
    }

    private Instant NextDue(PendingRequest pending)
    {
        if (!pending.Request.WantsReceipt) return pending.Deadline;
        var resend = _node.Now + (_node.Settings.Messages.ResendAfter * Math.Pow(2, pending.Resends));
        return resend < pending.Deadline ? resend : pending.Deadline;
    }

    private void ExpireDue()
    {
        var now = _node.Now;
        while (_due.TryPeek(out var entry, out _) && entry.At <= now)
        {
            _due.Dequeue();
            if (!_pending.TryGetValue(entry.Id, out var pending)) continue;
            if (pending.Deadline <= now) Complete(pending, RequestFailure.TimedOut);
            else Resend(pending);
        }

        Arm();
    }

    /// <summary>
    /// No receipt yet: the same transaction again, by another way if there is one. The destination acts on it once.
    /// </summary>
    private void Resend(PendingRequest pending)
    {
        pending.Resends++;
        if (!TrySend(pending))
        {
            pending.FirstHops.Clear();
            TrySend(pending);
        }

        Schedule(pending, NextDue(pending));
    }

    private void Arm()
    {
        while (_due.TryPeek(out var entry, out _) && !_pending.ContainsKey(entry.Id)) _due.Dequeue();
        if (!_due.TryPeek(out var next, out _))
        {
            Timers.Cancel(Due.Instance);
            return;
        }

        var wait = next.At - _node.Now;
        Timers.StartSingleTimer(Due.Instance, Due.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>The parts that the gate hands messages to; told by the node once they stand.</summary>
    internal sealed record Parts(IActorRef Router, IActorRef Links, IActorRef Storage, IActorRef Sessions)
        : INoSerializationVerificationNeeded;

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
