using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Links;

/// <content>What the peer says of paths.</content>
internal sealed partial class PathPort
{
    /// <summary>A path frame that was counted as a frame of its lane. The buffer changes hands.</summary>
    /// <exception cref="ProtocolException">The peer broke a rule.</exception>
    public void Receive(Lane lane, FrameBuffer buffer, PublishedRoutes? routes)
    {
        if (lane != Lane.Stream) throw new ProtocolException("Frame.path", "on lane 3");
        var bytes = buffer.Length;
        if (PathFrame.IsPacket(buffer.Span))
        {
            // It came before the link was up here.
            _held.Release(bytes);
            ReceivePacket(buffer, bytes: 0);
            Arm();
            return;
        }

        _inbound.TakeCredit(lane, bytes).ThrowIfAny();
        try
        {
            if (Receive(buffer, routes) is { } why) _end(why, GoAwayReason.Refused);
        }
        finally
        {
            buffer.Release();
            _receiver.Credit(lane, bytes);
        }

        Arm();
    }

    private void ReceivePacket(FrameBuffer buffer) => ReceivePacket(buffer, buffer.Length);

    /// <summary>A packet came. The buffer changes hands.</summary>
    private void ReceivePacket(FrameBuffer buffer, int bytes)
    {
        _observer.PacketTaken(bytes);
        var fault = PathFrame.TryRead(buffer.Span, out var frame);
        if (fault.IsNone) fault = _paths!.Receive(in frame, PathPacket.Adopt(buffer.Detach(), in frame), Now);
        else buffer.Release();
        fault.ThrowIfAny();
    }

    /// <returns>Why the link is to be closed by what the peer keeps on sending; null: it stays.</returns>
    private string? Receive(FrameBuffer buffer, PublishedRoutes? routes)
    {
        var now = Now;
        PathFrame.TryRead(buffer.Span, out var frame).ThrowIfAny();
        if (frame.Type == PathFrameType.Open) return ReceiveOpen(in frame, routes, now);
        if (frame.Type > PathFrameType.GiveBack) _place.Node.Instruments.Dropped("path frame of a later version");
        _paths!.Receive(in frame, now).ThrowIfAny();
        return null;
    }

    private string? ReceiveOpen(in PathFrame frame, PublishedRoutes? routes, Instant now)
    {
        var fault = _paths!.ReceiveOpen(in frame, now, out var ask);
        fault.ThrowIfAny();
        // The slots of both ends stay equal only if every envelope is looked at, refused or not.
        var envelope = Unwrap(frame.Rest);
        var step = _inbound.ReceiveOpening(envelope.Span, routes?.OfPaths, now, out var opening);
        if (step == InboundStep.Break)
        {
            envelope.Release();
            opening.Fault.ThrowIfAny();
        }

        if (ask is { } asked) Decide(asked, step, envelope, routes, now, in opening);
        else envelope.Release();
        if (opening.Forged is not { } forged) return opening.Closes;
        _receiver.Blame(forged, opening.Closes);
        return null;
    }

    private void Decide(
        PathAsk ask, InboundStep step, FrameBuffer envelope, PublishedRoutes? routes, Instant now, in InboundFrame opening)
    {
        var isForward = step == InboundStep.Forward;
        if (step is not (InboundStep.Forward or InboundStep.Deliver))
        {
            _place.Node.Instruments.Dropped(opening.Cause ?? "path");
            Refuse(ask, step == InboundStep.End ? PathCloseReason.NoRoute : ReasonOf(opening.Cause), now);
        }
        else if (isForward && !_place.Node.Settings.Relay.Streams)
        {
            Refuse(ask, PathCloseReason.NoRoute, now);
        }
        else if (TryTake(opening.View.Transaction.Id, isForward ? opening.Next : _place.Node.Self, ask, now) is { } lease)
        {
            if (isForward)
            {
                Relay(ask, lease, envelope, routes!, in opening, now);
                return; // The buffer has gone on.
            }

            End(ask, lease, in opening, now);
        }

        envelope.Release();
    }

    private static PathCloseReason ReasonOf(string? cause) =>
        cause is "unreachable" or "seen" or "forged" or "delegation" or "expired" or "clock" or "foreign ring"
            ? PathCloseReason.NoRoute
            : PathCloseReason.Full;

    private PathLease? TryTake(TransactionId id, Did to, PathAsk ask, Instant now)
    {
        var kind = to == _place.Node.Self ? PathKind.Ends : PathKind.Passes;
        var reason = _place.Node.Budget.Paths.TryTake(
            id, _place.Peer, to, kind, _place.Connection, now, out var lease, out var evicted);
        if (evicted is { Holder: IActorRef holder }) holder.Tell(new EvictPath(evicted.Id));
        if (reason == PathCloseReason.Done) return lease;
        Refuse(ask, reason, now);
        return null;
    }

    private void Refuse(PathAsk ask, PathCloseReason reason, Instant now)
    {
        _place.Node.Instruments.PathRefused(reason);
        _paths!.Refuse(ask, reason, now);
    }

    private void Relay(
        PathAsk ask, PathLease lease, FrameBuffer envelope, PublishedRoutes routes, in InboundFrame opening, Instant now)
    {
        var next = routes.Connections[opening.Next];
        var transaction = opening.View.Transaction;
        var send = new SendFrame(
            envelope, opening.Route, Lane.Stream, transaction.Id, transaction.DelegationId, opening.Delegation,
            _place.Connection, _place.Peer, 0);
        _paths!.Take(ask, lease, next, now);
        next.Tell(new BeginPath(lease, send, _place.Connection), _place.Connection);
    }

    private void End(PathAsk ask, PathLease lease, in InboundFrame opening, Instant now)
    {
        var place = new PathPlace(lease.Id, _place.Connection, _place.Peer);
        _paths!.Take(ask, lease, _place.Paths, now);
        var hops = Math.Max(1, opening.View.Route.HopsMade);
        _place.Paths.Tell(
            new PathAsked(place, opening.Origin!, opening.View.Transaction.Body.ToArray(), hops), _place.Connection);
    }

    /// <summary>The envelope as the frame that it would be outside a path frame.</summary>
    private static FrameBuffer Unwrap(ReadOnlySpan<byte> envelope)
    {
        var buffer = FrameBuffer.Rent(Frame.SizeWith(envelope.Length));
        Frame.WrapEnvelope(envelope, buffer.Span);
        return buffer;
    }
}
