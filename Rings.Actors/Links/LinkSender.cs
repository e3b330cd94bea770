using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// What leaves by a link: this node's own messages and those of other connections. Whoever gave a frame hears once what
/// became of it.
/// </summary>
/// <param name="place">Where the link stands.</param>
/// <param name="inbound">Knows whether the peer has reported a forgery.</param>
/// <param name="lanes">Carry the frames.</param>
/// <param name="left">Told that a frame has left.</param>
internal sealed class LinkSender(LinkPlace place, InboundLink inbound, LinkLanes lanes, Action left)
{
    /// <summary>Sends a frame now or in its turn. The buffer changes hands.</summary>
    /// <returns>Whether it is the first that waits on its lane.</returns>
    public bool Send(SendFrame send)
    {
        var now = place.Node.Now;
        if (!MayLeave(send, now))
        {
            Refuse(send);
            return false;
        }

        if (!lanes.TrySend(send, now, out var isFirst)) Congested(send);
        return isFirst;
    }

    /// <summary>Whether a relayed frame may go to the peer: one that has reported a forgery gets only what is
    /// genuine.</summary>
    public bool MayLeave(SendFrame send, Instant now)
    {
        if (send.From is not { } from || !inbound.MustVerify(now)
            || Verify(send, EnvelopeView.Read(send.Frame.Span), from) is not null) return true;
        place.Node.Instruments.Dropped("unverified");
        return false;
    }

    /// <summary>A frame of a path has left.</summary>
    public void Left() => left();

    /// <summary>A lane is done with a frame.</summary>
    public void Departed(SendFrame send, Departure departure)
    {
        if (departure == Departure.Repeated)
        {
            place.Node.Instruments.Dropped("repeated");
            Refuse(send);
            return;
        }

        if (departure != Departure.Sent)
        {
            Congested(send);
            return;
        }

        left();
        if (send.From is null)
        {
            send.Source.Tell(new FrameSent(send.Id));
            return;
        }

        place.Node.Instruments.Forwarded();
        send.Source.Tell(new FrameLeft(send.Lane, send.CreditBytes));
    }

    /// <summary>Gives a frame up without a word to its origin.</summary>
    public void Refuse(SendFrame send)
    {
        send.Source.Tell(send.From is null
            ? new FrameDropped(send.Id, place.Peer)
            : new FrameLeft(send.Lane, send.CreditBytes));
        send.Frame.Release();
    }

    /// <summary>Gives up all that waits: the link goes.</summary>
    public void Abandon()
    {
        foreach (var send in lanes.Abandon()) Refuse(send);
    }

    /// <summary>There is no room: the frame is dropped, and its origin told if it asked for an answer.</summary>
    private void Congested(SendFrame send)
    {
        place.Node.Instruments.Dropped("congested");
        if (send.From is { } from && send.Route.WantsReply) EndRoute(send, from);
        Refuse(send);
    }

    private void EndRoute(SendFrame send, Did from)
    {
        var view = EnvelopeView.Read(send.Frame.Span);
        if (view.Transaction.ReplyTo is not null || Verify(send, view, from) is not { } origin) return;
        place.Gate.Tell(
            new RouteEnded(Arrived.Of(view, origin, from, send.Source, withBody: false), UnreachableReason.Congested));
    }

    /// <summary>
    /// The delegation of a genuine transaction. A forged one is told to the connection that it came in by: what others
    /// send through this node is no fault of the peer that would have got it.
    /// </summary>
    private Delegation? Verify(SendFrame send, in EnvelopeView view, Did from)
    {
        var now = place.Node.Now;
        var verdict = place.Node.Destination.Authenticate(view, send.Delegation.Span, from, now, out var origin);
        if (verdict == EnvelopeVerdict.Forged) send.Source.Tell(new TracedForgery(view.Transaction.Hash));
        return origin;
    }
}
