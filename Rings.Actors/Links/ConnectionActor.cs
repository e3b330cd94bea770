using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.Transport;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;
using static Rings.Actors.Links.LinkAlarm;

namespace Rings.Actors.Links;

/// <summary>One link to one peer, from its first description to its end.</summary>
/// <remarks>
/// <code>
/// Opening --both Hellos in--> Open --Close or GoAway--> Draining
///    any state --deadline, fault, connection gone--> stopped
/// </code>
/// It never comes back to life: a lost link is a new actor, decided by the manager. What becomes of a frame that comes
/// in is decided by <see cref="InboundLink"/>. A relayed frame goes from here straight to the connection of its next
/// hop, by the routes that the router publishes.
/// </remarks>
internal sealed partial class ConnectionActor : UntypedActor, IWithTimers
{
    /// <summary>What the control lane may leave in the mailbox, in bytes: it has no credit.</summary>
    private const long ControlBytes = 1L << 20;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly Did _peer;
    private readonly IPeerConnection _connection;
    private readonly SharedStock.Share _held;
    private readonly LinkObserver _observer;
    private readonly LinkLanes _lanes;
    private readonly InboundLink _inbound;
    private readonly LinkReceiver _receiver;
    private readonly LinkSender _sender;
    private readonly LinkPulse _pulse;
    private readonly PathPort _paths;
    private readonly LinkHandshake _handshake = new();
    private readonly LinkTerms _terms;
    private readonly LinkTraffic _traffic;
    private IActorRef _router;
    private PublishedRoutes? _routes;
    private bool _announced;
    private PeerConnectionState _state = PeerConnectionState.New;

    public ConnectionActor(NodeContext node, Did peer, LinkSource source, RingPhase phase, LinkParts parts)
    {
        (_node, _peer, _router) = (node, peer, parts.Router);
        _terms = new LinkTerms { Source = source, Phase = phase };
        _traffic = new LinkTraffic(node.Now);
        _held = node.Budget.Held.NewShare();
        var settings = node.Settings.Links;
        _observer = new LinkObserver(Self, (settings.WindowBytes * (LinkLanes.Count - 1)) + ControlBytes, _held);
        _connection = node.Connections.CreatePeerConnection(_observer);
        _lanes = new LinkLanes(_connection, _observer, settings);
        _inbound = new InboundLink(peer, node.Destination, node.Settings.Inbound, _held, node.Random.Next());
        var place = new LinkPlace(node, peer, Self, parts.Gate, parts.Paths);
        _receiver = new LinkReceiver(place, _inbound, _lanes, End);
        _sender = new LinkSender(place, _inbound, _lanes, Spoke);
        _pulse = new LinkPulse(place, _lanes, TellBoth, WakePulse, reason => End(reason));
        _paths = new PathPort(
            place, new(_inbound, _lanes, _observer, _sender, _receiver, _held), WatchOwner, StartPathTimer, End);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="source">How the link came about.</param>
    /// <param name="phase">This node's phase now.</param>
    /// <param name="parts">Take what arrives, hear of the link, take paths.</param>
    public static Props Props(NodeContext node, Did peer, LinkSource source, RingPhase phase, LinkParts parts) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(node, peer, source, phase, parts));

    private LinkUp Up => new(
        _peer, _terms.PeerPhase, _terms.Source, _paths.IsOn ? _handshake.Binding!.Agreement : default, Self);

    protected override void PreStart() =>
        Timers.StartSingleTimer(HandshakeDeadline.Instance, HandshakeDeadline.Instance,
            _node.Settings.Links.HandshakeTimeout);

    protected override void PostStop()
    {
        if (_announced) _router.Tell(new LinkDown(_peer, Self));
        if (_announced) _node.Instruments.LinkClosed();
        _sender.Abandon();
        _paths.End();
        _ = DisposeAsync(_connection, _held);
    }

    protected override void OnReceive(object message) => Opening(message);

    private void Opening(object message)
    {
        switch (message)
        {
            case Bind bind:
                _handshake.Binding = bind;
                Greet();
                break;

            case ChannelOpened opened:
                _lanes.Opened(opened.Lane);
                Greet();
                break;

            case FrameArrived { Lane: Lane.Control } arrived when _handshake.Hello is null:
                ReceiveHello(arrived.Frame);
                break;

            case FrameArrived arrived:
                _handshake.Hold(arrived);
                break;

            case HandshakeDeadline:
                End(Overdue());
                break;

            default:
                Always(message);
                break;
        }
    }

    private void Open(object message)
    {
        switch (message)
        {
            case FrameArrived arrived:
                Receive(arrived.Lane, arrived.Frame);
                break;

            case PathsDue:
                _paths.Tick();
                break;

            case SendFrame send:
                if (_sender.Send(send)) _pulse.ScheduleCheck();
                break;

            case FrameLeft left:
                _receiver.Credit(left.Lane, left.Bytes);
                break;

            case Drained drained:
                _lanes.Pump(drained.Lane, _node.Now);
                if (drained.Lane == Lane.Stream) _paths.Drained();
                break;

            case LivenessCheck:
                _pulse.Check();
                if (_pulse.IsSuspect) _paths.Suspect();
                break;

            case SetKeep keep:
                _terms.Keeps = keep.Needed;
                _lanes.Tell(new LinkControl.Keep(keep.Needed));
                break;

            case Announce announce:
                _lanes.Tell(new LinkControl.Listens(announce.Port));
                break;

            case TracedForgery forgery:
                _receiver.Blame(forgery.Transaction, _inbound.Traced(_node.Now));
                break;

            case Introduce introduce:
                _router = introduce.Router;
                _router.Tell(Up);
                break;

            default:
                Always(message);
                break;
        }
    }

    private void Draining(object message)
    {
        switch (message)
        {
            case FrameArrived arrived:
                Discard(arrived.Frame);
                break;

            case SendFrame send:
                _sender.Refuse(send);
                break;

            case DrainDeadline:
                Context.Stop(Self);
                break;

            default:
                Always(message);
                break;
        }
    }

    /// <summary>What every behaviour understands.</summary>
    private void Always(object message)
    {
        switch (message)
        {
            case SetRoutes routes:
                _routes = routes.Routes;
                _pulse.IsNeighbour = routes.Routes.Neighbours.Contains(_peer);
                break;

            case Bind bind:
                _handshake.Binding = bind; // An ICE restart: the same link by a newer offer.
                break;

            case StateChanged changed:
                ConnectionChanged(changed);
                break;

            case ChannelClosed closed:
                End($"lane {closed.Lane} was closed");
                break;

            case SetPhase phase:
                _terms.Phase = phase.Phase;
                if (_announced) _lanes.Tell(new LinkControl.PhaseChanged(phase.Phase));
                break;

            case Close close:
                GoAway(close);
                break;

            case AskReport ask:
                ask.ReplyTo.Tell(new Report(Status()));
                break;

            case PathSeen:
                Context.Parent.Tell(new PathFound(_peer, Self));
                break;

            case RestartDue when _state == PeerConnectionState.Disconnected:
                Context.Parent.Tell(new PathLost(_peer, Self));
                Timers.StartSingleTimer(RestartDue.Instance, RestartDue.Instance, _node.Settings.Links.RestartAfter);
                break;

            case SendFrame send:
                _sender.Refuse(send);
                break;

            case FrameLeft or Drained or SetKeep or HandshakeDeadline or LivenessCheck or DrainDeadline or RestartDue
                or PathsDue
                or ChannelOpened or TracedForgery or Introduce or Announce:
                break; // Too early or too late to matter.

            default:
                OfDescriptions(message);
                break;
        }
    }

    private void OfDescriptions(object message)
    {
        switch (message)
        {
            case DescribeOffer describe:
                LinkHandshake.Describe(_peer, Self, Context.Parent, _connection.CreateOfferAsync(describe.Restart));
                break;

            case DescribeAnswer describe:
                LinkHandshake.Describe(_peer, Self, Context.Parent, _connection.CreateAnswerAsync(describe.Offer));
                break;

            case TakeAnswer answer:
                Take(answer.Answer);
                break;

            case AnswerRefused refused:
                End($"the answer's description is wrong: {refused.Reason}");
                break;

            case AnswerTaken:
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(string answer)
    {
        var taking = _connection.AcceptAnswerAsync(answer);
        if (taking.IsCompletedSuccessfully) return;
        taking.AsTask().PipeTo(
            Self, Self, () => AnswerTaken.Instance, refused => new AnswerRefused(refused.Message));
    }

    /// <summary>Says Hello once the lanes are open and it is known what the link is.</summary>
    private void Greet()
    {
        if (_handshake.Binding is not { } binding || !_lanes.AreOpen) return;
        var settings = _node.Settings.Links;
        _lanes.Tell(new LinkControl.Hello(
            binding.Link, binding.Offer, binding.Answer, settings.WindowBytes, settings.WindowFrames, _terms.Phase));
        BecomeReady();
    }

    private void ReceiveHello(FrameBuffer buffer)
    {
        var first = LinkHandshake.Read(buffer.Span, _peer, _log);
        Discard(buffer);
        if (first is not LinkControl.Hello hello)
        {
            End("the first message on lane 0 is no Hello", GoAwayReason.ProtocolError);
            return;
        }

        (_handshake.Hello, _terms.PeerPhase) = (hello, hello.Phase);
        BecomeReady();
    }

    private void BecomeReady()
    {
        if (_handshake is not { Hello: { } hello, Binding: not null } || !_lanes.AreOpen) return;
        if (!_handshake.Fits)
        {
            End("the Hello does not fit the offer and answer", GoAwayReason.ProtocolError);
            return;
        }

        Timers.Cancel(HandshakeDeadline.Instance);
        _lanes.Begin(hello, _held, _sender.Departed, _node.Budget.Repeats);
        _paths.Begin(_handshake.Binding!.Agreement);
        _pulse.Begin();
        Become(Open);
        _announced = true;
        _node.Instruments.LinkOpened();
        Context.Parent.Tell(Up);
        _router.Tell(Up);
        if (_terms.Keeps) _lanes.Tell(new LinkControl.Keep(true));
        while (_handshake.TryTakeEarly(out var early)) Receive(early.Lane, early.Frame);
    }

    private void ConnectionChanged(StateChanged changed)
    {
        _state = changed.State;
        switch (changed.State)
        {
            case PeerConnectionState.Disconnected:
                Timers.StartSingleTimer(RestartDue.Instance, RestartDue.Instance, _node.Settings.Links.RestartAfter);
                break;

            case PeerConnectionState.Connected:
                Timers.Cancel(RestartDue.Instance);
                break;

            case PeerConnectionState.Failed or PeerConnectionState.Closed:
                End(changed.Reason ?? "the connection failed");
                break;
        }
    }

    private void GoAway(Close close)
    {
        if (!_lanes.CanTell)
        {
            End($"closed by this node: {close.Reason}");
            return;
        }

        _lanes.Tell(new LinkControl.GoAway(close.Reason, close.Neighbours));
        Context.Parent.Tell(new Closing(_peer, Self, $"closed by this node: {close.Reason}", null, []));
        TellDown();
        _sender.Abandon();
        _paths.End();
        Become(Draining);
        Timers.StartSingleTimer(DrainDeadline.Instance, DrainDeadline.Instance, DrainTime);
    }

    /// <summary>Stops with a reason; a rule that the peer broke is told to it.</summary>
    private void End(string reason, GoAwayReason? tell = null)
    {
        if (tell is { } why && _lanes.CanTell) _lanes.Tell(new LinkControl.GoAway(why, []));
        _paths.End();
        Context.Parent.Tell(new Closing(_peer, Self, reason, null, []));
        _log.Debug("Link to {Peer} ends: {Reason}", _peer, reason);
        Context.Stop(Self);
        Become(Ended);
    }

    /// <summary>Stopping: what is still in the mailbox has nobody to go to.</summary>
    private void Ended(object message)
    {
        if (message is SendFrame send) _sender.Refuse(send);
        else if (message is FrameArrived arrived) Discard(arrived.Frame);
    }

    private void TellDown()
    {
        if (!_announced) return;
        _announced = false;
        _node.Instruments.LinkClosed();
        _router.Tell(new LinkDown(_peer, Self));
    }

    /// <summary>Whoever waited for the link hears how far it came.</summary>
    private string Overdue()
    {
        var why = LinkWhy.Of(_handshake.State, LinkTraffic.PathOf(_connection.GetStatistics()));
        return why is null ? "the link did not come up in time" : $"the link did not come up in time: {why}";
    }

    private RingsNodeProtocol.LinkStatus Status()
    {
        var state = _handshake.State != LinkState.Ready ? _handshake.State
            : !_announced ? LinkState.Closing
            : _pulse.IsSuspect ? LinkState.Suspect : LinkState.Ready;
        return _traffic.Report(_peer, state, _terms, _connection.GetStatistics(), _node.Now);
    }

    /// <summary>Once the connection has told its last word, nothing that it brought is held any more.</summary>
    private static async Task DisposeAsync(IPeerConnection connection, SharedStock.Share held)
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        held.ReleaseAll();
    }
}
