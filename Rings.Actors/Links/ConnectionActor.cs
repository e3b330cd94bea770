using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Frames;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Rings.Transport;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <summary>One link to one peer, from its first description to its end.</summary>
/// <remarks>
/// <code>
/// Opening --both Hellos in--> Open --Close or GoAway--> Draining
///    any state --deadline, fault, connection gone--> stopped
/// </code>
/// It never comes back to life: a lost link is a new actor, decided by the manager. A relayed frame goes from here
/// straight to the
/// connection of its next hop, by the routes that the router publishes.
/// </remarks>
internal sealed partial class ConnectionActor : UntypedActor, IWithTimers
{
    private const int Lanes = 4;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly Did _peer;
    private readonly LinkSource _source;
    private readonly IActorRef _gate;
    private readonly IPeerConnection _connection;
    private readonly LinkObserver _observer;
    private readonly DataChannel[] _channels = new DataChannel[Lanes];
    private readonly bool[] _opened = new bool[Lanes];
    private readonly Instant _begun;
    private IActorRef _router;
    private Bind? _binding;
    private LinkControl.Hello? _hello;
    private PublishedRoutes? _routes;
    private RingPhase _phase;
    private RingPhase _peerPhase;
    private bool _announced;
    private bool _keeps;
    private bool _peerKeeps;
    private PeerConnectionState _state = PeerConnectionState.New;

    public ConnectionActor(NodeContext node, Did peer, LinkSource source, RingPhase phase, IActorRef gate,
        IActorRef router)
    {
        (_node, _peer, _source, _phase, _gate, _router) = (node, peer, source, phase, gate, router);
        _begun = node.Now;
        var settings = node.Settings.Links;
        _observer = new LinkObserver(Self, (settings.WindowBytes * (Lanes - 1)) + (4L << 20));
        _connection = node.Connections.CreatePeerConnection(_observer);
        InitialiseReceiving();
        OpenChannels();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="peer">The other end.</param>
    /// <param name="source">How the link came about.</param>
    /// <param name="phase">This node's phase now.</param>
    /// <param name="gate">Takes what arrives.</param>
    /// <param name="router">Hears of the link.</param>
    public static Props Props(
        NodeContext node, Did peer, LinkSource source, RingPhase phase, IActorRef gate, IActorRef router) =>
        Akka.Actor.Props.Create(() => new ConnectionActor(node, peer, source, phase, gate, router));

    protected override void PreStart() =>
        Timers.StartSingleTimer(HandshakeDeadline.Instance, HandshakeDeadline.Instance,
            _node.Settings.Links.HandshakeTimeout);

    protected override void PostStop()
    {
        if (_announced) _router.Tell(new LinkDown(_peer, Self));
        if (_announced) _node.Instruments.LinkClosed();
        AbandonFrames();
        _ = _connection.DisposeAsync().AsTask();
    }

    protected override void OnReceive(object message) => Opening(message);

    private void Opening(object message)
    {
        switch (message)
        {
            case Bind bind:
                _binding = bind;
                Greet();
                break;

            case ChannelOpened opened:
                _opened[(int)opened.Lane] = true;
                Greet();
                break;

            case FrameArrived arrived when _hello is null && arrived.Lane == Lane.Control:
                ReceiveHello(arrived.Frame);
                break;

            case FrameArrived arrived:
                HoldEarly(arrived);
                break;

            case HandshakeDeadline:
                End("the link did not come up in time");
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

            case SendFrame send:
                Send(send);
                break;

            case FrameLeft left:
                Credit(left);
                break;

            case Drained drained:
                _senders[(int)drained.Lane]?.Pump(_node.Now);
                break;

            case LivenessCheck:
                CheckLiveness();
                break;

            case SetKeep keep:
                _keeps = keep.Needed;
                Tell(new LinkControl.Keep(keep.Needed));
                break;

            case Announce announce:
                Tell(new LinkControl.Listens(announce.Port));
                break;

            case TracedForgery forgery:
                Tell(new LinkControl.Forged(forgery.Transaction));
                break;

            case Introduce introduce:
                _router = introduce.Router;
                _router.Tell(new LinkUp(_peer, _peerPhase, _source, Self));
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
                Refuse(send);
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
                break;

            case DescribeOffer describe:
                Describe(_connection.CreateOfferAsync(describe.Restart));
                break;

            case DescribeAnswer describe:
                Describe(_connection.CreateAnswerAsync(describe.Offer));
                break;

            case TakeAnswer answer:
                Take(answer.Answer);
                break;

            case Bind bind:
                _binding = bind; // An ICE restart: the same link by a newer offer.
                break;

            case StateChanged changed:
                ConnectionChanged(changed);
                break;

            case ChannelClosed closed:
                End($"lane {closed.Lane} was closed");
                break;

            case SetPhase phase:
                _phase = phase.Phase;
                if (_announced) Tell(new LinkControl.PhaseChanged(phase.Phase));
                break;

            case Close close:
                GoAway(close);
                break;

            case AskReport ask:
                ask.ReplyTo.Tell(new Report(Status()));
                break;

            case RestartDue when _state == PeerConnectionState.Disconnected:
                Context.Parent.Tell(new PathLost(_peer, Self));
                Timers.StartSingleTimer(RestartDue.Instance, RestartDue.Instance, _node.Settings.Links.RestartAfter);
                break;

            case SendFrame send:
                Refuse(send);
                break;

            case FrameLeft or Drained or SetKeep or HandshakeDeadline or LivenessCheck or DrainDeadline or RestartDue
                or ChannelOpened or TracedForgery or Introduce or Announce:
                break; // Too early or too late to matter.

            default:
                Unhandled(message);
                break;
        }
    }

    private void OpenChannels()
    {
        for (var lane = Lane.Control; lane <= Lane.Stream; lane++)
        {
            var options = new DataChannelOptions { Negotiated = true, Id = (ushort)lane, SendOrder = (int)lane };
            var channel = _connection.CreateDataChannel(lane.ToString(), options);
            channel.BufferedAmountLowThreshold = _node.Settings.Links.ChannelBytes / 2;
            channel.Observe(_observer.ForLane(lane));
            _channels[(int)lane] = channel;
        }
    }

    private void Describe(ValueTask<string> description)
    {
        var (peer, self) = (_peer, Self);
        description.AsTask().PipeTo(
            Context.Parent,
            Self,
            sdp => new Described(peer, sdp, self),
            thrown => new DescriptionFailed(peer, thrown.Message, self));
    }

    private void Take(string answer)
    {
        try
        {
            _connection.AcceptAnswer(answer);
        }
        catch (SdpException wrong)
        {
            End($"the answer's description is wrong: {wrong.Message}");
        }
    }

    /// <summary>Says Hello once the lanes are open and it is known what the link is.</summary>
    private void Greet()
    {
        if (_binding is not { } binding || _opened.Contains(false)) return;
        var settings = _node.Settings.Links;
        Tell(new LinkControl.Hello(
            binding.Link, binding.Offer, binding.Answer, settings.WindowBytes, settings.WindowFrames, _phase));
        BecomeReady();
    }

    private void ReceiveHello(FrameBuffer buffer)
    {
        var control = ReadControl(buffer);
        if (control is not LinkControl.Hello hello)
        {
            End("the first message on lane 0 is no Hello", GoAwayReason.ProtocolError);
            return;
        }

        _hello = hello;
        _peerPhase = hello.Phase;
        BecomeReady();
    }

    private void BecomeReady()
    {
        if (_hello is not { } hello || _binding is not { } binding || _opened.Contains(false)) return;
        if ((hello.LinkId, hello.OfferHash, hello.AnswerHash) != (binding.Link, binding.Offer, binding.Answer))
        {
            End("the Hello does not fit the offer and answer", GoAwayReason.ProtocolError);
            return;
        }

        Timers.Cancel(HandshakeDeadline.Instance);
        InitialiseSending(hello);
        InitialiseLiveness();
        Become(Open);
        _announced = true;
        _node.Instruments.LinkOpened();
        var up = new LinkUp(_peer, _peerPhase, _source, Self);
        Context.Parent.Tell(up);
        _router.Tell(up);
        if (_keeps) Tell(new LinkControl.Keep(true));
        ReceiveEarly();
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
        if (!_opened[(int)Lane.Control])
        {
            End($"closed by this node: {close.Reason}");
            return;
        }

        Tell(new LinkControl.GoAway(close.Reason, close.Neighbours));
        Context.Parent.Tell(new Closing(_peer, Self, $"closed by this node: {close.Reason}", null, []));
        TellDown();
        AbandonFrames();
        Become(Draining);
        Timers.StartSingleTimer(DrainDeadline.Instance, DrainDeadline.Instance, DrainTime);
    }

    /// <summary>Stops with a reason; a rule that the peer broke is told to it.</summary>
    private void End(string reason, GoAwayReason? tell = null)
    {
        if (tell is { } why && _opened[(int)Lane.Control]) Tell(new LinkControl.GoAway(why, []));
        Context.Parent.Tell(new Closing(_peer, Self, reason, null, []));
        _log.Debug("Link to {Peer} ends: {Reason}", _peer, reason);
        Context.Stop(Self);
        Become(Ended);
    }

    /// <summary>Stopping: what is still in the mailbox has nobody to go to.</summary>
    private void Ended(object message)
    {
        if (message is SendFrame send) Refuse(send);
        else if (message is FrameArrived arrived) Discard(arrived.Frame);
    }

    private void TellDown()
    {
        if (!_announced) return;
        _announced = false;
        _node.Instruments.LinkClosed();
        _router.Tell(new LinkDown(_peer, Self));
    }

    private RingsNodeProtocol.LinkStatus Status()
    {
        var statistics = _connection.GetStatistics();
        var state = _hello is null ? (_binding is null ? LinkState.Offered : LinkState.Connecting)
            : !_announced ? LinkState.Closing
            : _liveness is { IsSuspect: true } ? LinkState.Suspect : LinkState.Ready;
        return new(
            _peer, state, _peerPhase, _keeps, _peerKeeps, _liveness?.RoundTrip ?? statistics.RoundTripTime,
            statistics.LocalCandidate, statistics.RemoteCandidate, _framesSent, _framesReceived, statistics.BytesSent,
            statistics.BytesReceived, _node.Now - _begun);
    }

    private sealed record HandshakeDeadline : INoSerializationVerificationNeeded
    {
        public static readonly HandshakeDeadline Instance = new();
    }

    private sealed record DrainDeadline : INoSerializationVerificationNeeded
    {
        public static readonly DrainDeadline Instance = new();
    }

    private sealed record RestartDue : INoSerializationVerificationNeeded
    {
        public static readonly RestartDue Instance = new();
    }

    private sealed record LivenessCheck : INoSerializationVerificationNeeded
    {
        public static readonly LivenessCheck Instance = new();
    }
}
