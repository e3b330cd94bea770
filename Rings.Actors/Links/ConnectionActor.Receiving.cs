using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <content>What comes in by this link.</content>
internal sealed partial class ConnectionActor
{
    private void Receive(Lane lane, FrameBuffer buffer)
    {
        _observer.Taken(buffer.Length);
        _traffic.FramesReceived++;
        _pulse.Heard(_node.Now);
        try
        {
            Frame.TryRead(buffer.Span, out var kind, out var content).ThrowIfAny();
            if (kind == FrameKind.Unknown || (kind == FrameKind.Path && !_paths.IsOn))
                Release(buffer); // Of a later version: protocol.md, 2.3.
            else if (kind == FrameKind.Path) _paths.Receive(lane, buffer, _routes);
            else if (kind == FrameKind.Control) ReceiveControl(lane, buffer, content);
            else if (_receiver.Receive(lane, buffer, _routes) && lane != Lane.Control && _traffic.Uses(_node.Now))
                _router.Tell(new LinkUsed(_peer));
        }
        catch (ProtocolException wrong)
        {
            Break(wrong);
        }
    }

    private void Break(ProtocolException wrong)
    {
        _node.Instruments.Dropped("malformed");
        End($"the peer broke a rule: {wrong.Message}", GoAwayReason.ProtocolError);
    }

    private void ReceiveControl(Lane lane, FrameBuffer buffer, ReadOnlySpan<byte> content)
    {
        try
        {
            if (lane != Lane.Control) throw new ProtocolException("Frame.control", "on lane 0");
            if (!_inbound.MayControl(_node.Now)) throw new ProtocolException("Frame.control", "at its rate");
            ReceiveControl(content);
        }
        finally
        {
            Release(buffer);
        }
    }

    /// <summary>A frame that is not looked at: the link is going, or it is the first.</summary>
    private void Discard(FrameBuffer buffer)
    {
        _observer.Taken(buffer.Length);
        Release(buffer);
    }

    private void Release(FrameBuffer buffer)
    {
        _held.Release(buffer.Length);
        buffer.Release();
    }
}
