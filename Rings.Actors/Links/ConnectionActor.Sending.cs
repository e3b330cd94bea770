using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <content>What leaves by this link: this node's own messages and those of other connections.</content>
internal sealed partial class ConnectionActor
{
    private readonly LaneSender?[] _senders = new LaneSender?[Lanes];
    private Instant _traceUntil;
    private long _framesSent;

    private void InitialiseSending(LinkControl.Hello hello)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var credit = lane == (int)Lane.Control ? null : new CreditWindow(hello.LaneBytes, hello.LaneFrames);
            _senders[lane] = new LaneSender(_channels[lane], credit, _node.Settings.Links, Departed);
        }
    }

    private void Send(SendFrame send)
    {
        if (send.From is { } from)
        {
            if (_node.Now < _traceUntil && !IsGenuine(send))
            {
                Trace(send);
                return;
            }

            if (send.Route.WantsReply) _node.Budget.Crumbs.Leave(send.Id, from, _peer, _node.Now);
        }

        var wasEmpty = _senders[(int)send.Lane]!.IsEmpty;
        if (!_senders[(int)send.Lane]!.TrySend(send, _node.Now)) Congested(send);
        else if (wasEmpty && !_senders[(int)send.Lane]!.IsEmpty) ScheduleCheck();
    }

    private void Departed(SendFrame send, Departure departure)
    {
        if (departure != Departure.Sent)
        {
            Congested(send);
            return;
        }

        _framesSent++;
        Spoke();
        if (send.From is null)
        {
            send.Source.Tell(new FrameSent(send.Id));
            return;
        }

        _node.Instruments.Forwarded();
        send.Source.Tell(new FrameLeft(send.Lane, send.CreditBytes));
    }

    /// <summary>There is no room: the frame is dropped, and its origin told if it asked for an answer.</summary>
    private void Congested(SendFrame send)
    {
        _node.Instruments.Dropped("congested");
        if (send.From is { } from && send.Route.WantsReply) EndRoute(send, from);
        Refuse(send);
    }

    private void EndRoute(SendFrame send, Did from)
    {
        var view = EnvelopeView.Read(send.Frame.Span);
        if (view.Transaction.ReplyTo is not null || Verify(view, send.Delegation.Span) is not { } origin) return;
        _gate.Tell(
            new RouteEnded(Arrived.Of(view, origin, from, send.Source, withBody: false), UnreachableReason.Congested));
    }

    /// <summary>Gives a frame up without a word to its origin.</summary>
    private void Refuse(SendFrame send)
    {
        send.Source.Tell(send.From is null
            ? new FrameDropped(send.Id, _peer)
            : new FrameLeft(send.Lane, send.CreditBytes));
        send.Frame.Release();
    }

    private void AbandonFrames()
    {
        foreach (var send in _senders.SelectMany(sender => sender?.Abandon() ?? [])) Refuse(send);
    }

    /// <summary>From now on and for a while everything that goes to this neighbour is verified.</summary>
    private void TraceFor(TimeSpan time) => _traceUntil = _node.Now + time;

    private bool IsGenuine(SendFrame send)
    {
        var view = EnvelopeView.Read(send.Frame.Span);
        return Verify(view, send.Delegation.Span) is not null;
    }

    private void Trace(SendFrame send)
    {
        var view = EnvelopeView.Read(send.Frame.Span);
        _node.Instruments.Forged();
        send.Source.Tell(new TracedForgery(view.Transaction.Hash));
        Refuse(send);
    }
}
