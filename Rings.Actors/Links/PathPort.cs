using Akka.Actor;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Limits;
using Rings.Protocol.Links;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// The paths of one link, inside its connection's actor: runs <see cref="LinkPaths"/>, turns what the peer and the other
/// sides of the paths say into its inputs, and its effects into frames and messages.
/// </summary>
internal sealed partial class PathPort : IPathEffects
{
    private readonly LinkPlace _place;
    private readonly InboundLink _inbound;
    private readonly LinkLanes _lanes;
    private readonly LinkObserver _observer;
    private readonly LinkSender _sender;
    private readonly LinkReceiver _receiver;
    private readonly SharedStock.Share _held;
    private readonly Action<TimeSpan> _startTimer;
    private readonly Action<IActorRef> _watch;
    private readonly Action<string, GoAwayReason?> _end;
    private readonly ChannelBuffer _buffer = new();
    private readonly PathOutbox _outbox;
    private LinkPaths? _paths;
    private byte[]? _stuck;
    private long _free;
    private Instant? _tickAt;

    /// <param name="place">Where the link stands.</param>
    /// <param name="parts">Its parts that paths use, too.</param>
    /// <param name="watch">Has <see cref="OwnerGone"/> come when an owner of paths is gone.</param>
    /// <param name="startTimer">Has <see cref="Tick"/> called after a time, in place of an earlier such wish.</param>
    /// <param name="end">Closes the link, with the reason for the log and for the peer.</param>
    public PathPort(
        LinkPlace place, PathPortParts parts, Action<IActorRef> watch, Action<TimeSpan> startTimer,
        Action<string, GoAwayReason?> end)
    {
        (_place, _watch, _startTimer, _end) = (place, watch, startTimer, end);
        (_inbound, _lanes, _observer, _sender, _receiver, _held) = parts;
        _outbox = new(place.Connection);
    }

    /// <summary>Whether the link has paths: it is up, and both its ends have named them.</summary>
    public bool IsOn => _paths is not null;

    private Instant Now => _place.Node.Now;

    bool IPathEffects.HasRoom
    {
        get
        {
            if (_stuck is not null && !TrySendStuck()) return false;
            // A frame that has its delegation slot already must leave before another gets one.
            if (_lanes.StreamSender.HasHead) return false;
            // What was free when the channel was asked last has only become more.
            if (_free > 0) return true;
            var buffered = _lanes.Stream.BufferedAmount;
            _free = _buffer.Limit - buffered;
            if (_free > 0) return true;
            _buffer.Full(buffered, Now);
            return false;
        }
    }

    bool IPathEffects.TryPay(int frameBytes, Instant now) => _lanes.StreamSender.TryPay(frameBytes, now);

    void IPathEffects.Send(ReadOnlySpan<byte> frame) => Send(frame);

    void IPathEffects.SendOpening(uint label, int window, IPathOpening opening)
    {
        var patched = _lanes.StreamSender.Patch(((PathOpening)opening).Envelope);
        Frame.TryRead(patched.Span, out _, out var envelope).ThrowIfAny();
        Span<byte> frame = stackalloc byte[PathFrame.SizeWith(PathFrame.MaxEnvelope)];
        Send(frame[..PathFrame.Write(frame, label, PathFrameType.Open, window, envelope)]);
        patched.Release();
    }

    void IPathEffects.Carry(LinkPath path, PathPacket packet)
    {
        var (lease, self) = (path.Lease, _place.Node.Self);
        if (lease.From != self && lease.To != self) _place.Node.Instruments.Relayed(packet.CiphertextBytes);
        Tell(path, new CarryPacket(path.Id, packet));
    }

    void IPathEffects.Accept(LinkPath path, ReadOnlyMemory<byte> opaque) => Tell(path, new AcceptPath(path.Id, opaque));

    void IPathEffects.Free(LinkPath path, int cost) => Tell(path, new FreePath(path.Id, cost));

    void IPathEffects.Close(LinkPath path, PathCloseReason reason) => Tell(path, new ClosePath(path.Id, reason));

    /// <summary>The link is up.</summary>
    public void Begin(LinkAgreement agreement)
    {
        if (!agreement.HasPaths) return;
        _paths = new(_place.Node.Self, agreement.IsOfferer, _place.Node.Budget.Paths.Limits, this);
        _lanes.Stream.BufferedAmountLowThreshold = _buffer.Limit / 2;
        _observer.Promise(0);
    }

    /// <summary>What the other sides of the paths say, and the node's own paths; and the peer's packets.</summary>
    /// <returns>Whether it came from the peer.</returns>
    /// <exception cref="ProtocolException">The peer broke a rule.</exception>
    public bool Take(IToPort message)
    {
        if (_paths is null)
        {
            Refuse(message);
            return false;
        }

        if (message is WordsDue)
        {
            _outbox.Flush();
            return false;
        }

        var arrived = message as ConnectionProtocol.PacketArrived;
        if (arrived is not null) ReceivePacket(arrived.Frame);
        else Take(_paths, (IToLink)message, Now);
        Arm();
        return arrived is not null;
    }

    private void Take(LinkPaths paths, IToLink message, Instant now)
    {
        switch (message)
        {
            case CarryPacket carry:
                paths.Carry(carry.Id, carry.Packet, now);
                break;

            case FreePath free:
                paths.Free(free.Id, free.Cost, now);
                break;

            case AcceptPath accept:
                if (accept.Owner is { } owner) _watch(owner);
                paths.Accept(accept.Id, accept.Opaque, accept.Owner, now);
                break;

            case ClosePath close:
                paths.Close(close.Id, close.Reason, now);
                break;

            case PathWords several:
                foreach (var word in several.Words) Take(paths, word, now);
                break;

            case BeginPath begin:
                Begin(begin, now);
                break;

            case EvictPath evict:
                paths.Evict(evict.Id, now);
                break;

            case OwnerGone gone:
                paths.Lose(gone.Owner, now);
                break;
        }
    }

    /// <summary>What is said to a link that has no paths, or none any more.</summary>
    private void Refuse(IToPort message)
    {
        if (message is ConnectionProtocol.PacketArrived arrived) arrived.Frame.Release();
        if (message is CarryPacket carry) carry.Packet.Release();
        if (message is PathWords several) foreach (var word in several.Words) Refuse(word);
        if (message is not BeginPath begin) return;
        begin.Envelope.Frame.Release();
        begin.Lease.Release();
        begin.Other.Tell(new ClosePath(begin.Lease.Id, PathCloseReason.Broken), _place.Connection);
    }

    /// <summary>The channel has room again.</summary>
    public void Drained()
    {
        if (_paths is null) return;
        if (_stuck is not null) TrySendStuck();
        var now = Now;
        if (_buffer.Low(_lanes.Stream.BufferedAmount, now)) _lanes.Stream.BufferedAmountLowThreshold = _buffer.Limit / 2;
        _paths.Pump(now);
        Arm();
    }

    /// <summary>The lane has more credit.</summary>
    public void Paid()
    {
        _paths?.Paid(Now);
        Arm();
    }

    public void Tick()
    {
        _tickAt = null;
        if (_paths is null) return;
        if (_stuck is not null) TrySendStuck();
        _paths.Tick(Now);
        _observer.Promise(_paths.Promised);
        Arm();
    }

    /// <summary>The link is suspect.</summary>
    public void Suspect()
    {
        _paths?.Suspect(Now);
        Arm();
    }

    /// <summary>The link goes: its paths are broken.</summary>
    public void End()
    {
        var paths = _paths;
        _paths = null;
        paths?.End();
        _outbox.Flush();
    }

    private void Begin(BeginPath begin, Instant now)
    {
        // A neighbour that has reported a forgery gets nothing that was not verified.
        if (!_sender.MayLeave(begin.Envelope, now))
        {
            begin.Envelope.Frame.Release();
            begin.Other.Tell(new ClosePath(begin.Lease.Id, PathCloseReason.NoRoute), _place.Connection);
            return;
        }

        if (begin.Lease.From == _place.Node.Self) _watch(begin.Other);
        _paths!.Open(begin.Lease, new PathOpening(begin.Envelope), begin.Other, now);
    }

    private void Arm()
    {
        var now = Now;
        if (_paths?.NextTick(now) is not { } at || (_tickAt is { } set && set <= at)) return;
        _tickAt = at;
        _startTimer(at - now);
    }

    private void Tell(LinkPath path, IToLink message) => _outbox.Add((IActorRef)path.Other, message);

    private void Send(ReadOnlySpan<byte> frame)
    {
        // What the peer may send is said by this frame at the latest.
        _observer.Promise(_paths!.Promised);
        _buffer.Put(frame.Length);
        _free -= frame.Length;
        _sender.Left();
        if (_lanes.Stream.TrySend(frame) != Transport.SendResult.Sent) _stuck = frame.ToArray();
    }

    private bool TrySendStuck()
    {
        if (_lanes.Stream.TrySend(_stuck) != Transport.SendResult.Sent) return false;
        _stuck = null;
        return true;
    }
}
