using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <content>The link's paths, if both its ends have named them.</content>
internal sealed partial class ConnectionActor
{
    private static void Watch(IActorRef owner) => Context.Watch(owner);

    /// <summary>What the node says of the link's paths.</summary>
    private void OfPaths(PathProtocol.IToLink message)
    {
        _paths.Take(message);
        LookAfterPaths();
    }

    private void ReceivePacket(FrameBuffer buffer)
    {
        _observer.PacketTaken(buffer.Length);
        _traffic.FramesReceived++;
        Heard();
        try
        {
            _paths.ReceivePacket(buffer);
            if (_traffic.Uses(_node.Now)) _router.Tell(new LinkUsed(_peer));
        }
        catch (ProtocolException wrong)
        {
            Break(wrong);
        }

        LookAfterPaths();
    }

    /// <summary>A path frame that was counted as a frame of its lane.</summary>
    private void ReceiveOfPath(Lane lane, FrameBuffer buffer)
    {
        if (lane != Lane.Stream) throw new ProtocolException("Frame.path", "on lane 3");
        var bytes = buffer.Length;
        if (PathFrame.IsPacket(buffer.Span))
        {
            // It came before the link was up here.
            _held.Release(bytes);
            _paths.ReceivePacket(buffer);
        }
        else
        {
            _inbound.TakeCredit(lane, bytes).ThrowIfAny();
            try
            {
                if (_paths.Receive(buffer, _routes) is { } why) End(why, GoAwayReason.Refused);
            }
            finally
            {
                buffer.Release();
                _receiver.Credit(lane, bytes);
            }
        }

        LookAfterPaths();
    }

    private void LookAfterPaths()
    {
        if (_paths.WantsTimer(out var wait)) Timers.StartSingleTimer(PathsDue.Instance, PathsDue.Instance, wait);
    }

    private void PathsAreDue()
    {
        _paths.Tick();
        LookAfterPaths();
    }
}
