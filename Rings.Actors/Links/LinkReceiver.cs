using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// What comes in by a link: <see cref="InboundLink"/> judges each envelope, and its step is carried out here, by
/// messages to the next connection, to the gate, and to the peer.
/// </summary>
/// <param name="place">Where the link stands.</param>
/// <param name="inbound">Judges.</param>
/// <param name="lanes">Carry link control to the peer.</param>
/// <param name="end">Closes the link, with the reason for the log and for the peer.</param>
internal sealed class LinkReceiver(
    LinkPlace place, InboundLink inbound, LinkLanes lanes, Action<string, GoAwayReason?> end)
{
    /// <summary>An envelope came. The buffer changes hands.</summary>
    /// <returns>Whether it was delivered to this node.</returns>
    public bool Receive(Lane lane, FrameBuffer buffer, PublishedRoutes? routes)
    {
        var step = inbound.Receive(lane, buffer.Span, routes, place.Node.Now, out var frame);
        switch (step)
        {
            case InboundStep.Forward:
                Forward(lane, buffer, routes!, in frame);
                return false; // The buffer has gone on.

            case InboundStep.Deliver:
                place.Gate.Tell(Message(in frame, withBody: true));
                buffer.Release();
                return true; // The gate tells when it has left.

            case InboundStep.Break:
                inbound.Left(lane, buffer.Length);
                buffer.Release();
                frame.Fault.ThrowIfAny();
                return false;
        }

        place.Node.Instruments.Dropped(frame.Cause!);
        Answer(step, in frame);
        Credit(lane, buffer.Length);
        buffer.Release();
        if (frame.Forged is { } forged) Blame(forged, frame.Closes);
        else if (frame.Closes is { } why) end(why, GoAwayReason.Refused);
        return false;
    }

    /// <summary>A frame that came in by this link has left the node, or was dropped.</summary>
    public void Credit(Lane lane, int frameBytes)
    {
        if (inbound.Left(lane, frameBytes) is { } grant) lanes.Tell(grant);
    }

    /// <summary>The peer delivered a forgery: it is told, and closed if it goes on.</summary>
    public void Blame(PayloadHash transaction, string? closes)
    {
        place.Node.Instruments.Forged();
        if (inbound.TellsForgery(place.Node.Now)) lanes.Tell(new LinkControl.Forged(transaction));
        if (closes is not null) end(closes, GoAwayReason.Refused);
    }

    private void Forward(Lane lane, FrameBuffer buffer, PublishedRoutes routes, in InboundFrame frame)
    {
        var transaction = frame.View.Transaction;
        routes.Connections[frame.Next].Tell(new SendFrame(
            buffer, frame.Route, lane, transaction.Id, transaction.DelegationId, frame.Delegation, place.Connection,
            place.Peer, buffer.Length, frame.IsRepeat));
    }

    private void Answer(InboundStep step, in InboundFrame frame)
    {
        switch (step)
        {
            case InboundStep.Repeat:
                place.Gate.Tell(new SeenAgain(Message(in frame, withBody: false)));
                break;

            case InboundStep.Busy:
                place.Gate.Tell(new NoRoom(Message(in frame, withBody: false), frame.RetryMs));
                break;

            case InboundStep.End:
                place.Gate.Tell(new RouteEnded(Message(in frame, withBody: false), frame.Reason));
                break;
        }
    }

    private Arrived Message(in InboundFrame frame, bool withBody) =>
        Arrived.Of(frame.View, frame.Origin!, place.Peer, place.Connection, withBody) with { Mark = frame.Mark };
}
