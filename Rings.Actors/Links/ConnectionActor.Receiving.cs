using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Links.ConnectionProtocol;

namespace Rings.Actors.Links;

/// <content>What comes in by this link: checked, routed where it arrives, verified if it ends here.</content>
internal sealed partial class ConnectionActor
{
    private readonly ReceiverSlots[] _slots = new ReceiverSlots[Lanes];
    private readonly CreditGrants?[] _grants = new CreditGrants?[Lanes];
    private readonly Queue<FrameArrived> _early = new();
    private TokenBucket _relayedMessages = null!;
    private TokenBucket _relayedBytes = null!;
    private Random _random = null!;
    private Instant? _toldForged;
    private int _forgeries;
    private long _framesReceived;
    private Instant _used;

    private void InitialiseReceiving()
    {
        var (relay, links) = (_node.Settings.Relay, _node.Settings.Links);
        for (var lane = Lane.Control; lane <= Lane.Stream; lane++)
        {
            _slots[(int)lane] = new ReceiverSlots();
            if (lane != Lane.Control)
                _grants[(int)lane] = new CreditGrants(lane, links.WindowBytes, links.WindowFrames);
        }

        _relayedMessages = new(relay.MessagesPerSecond, relay.MessagesPerSecond);
        _relayedBytes = new(relay.BytesPerSecond, relay.BytesPerSecond);
        _random = _node.Random.Next();
    }

    /// <summary>Frames on the other lanes may overtake the Hello: they wait, within the initial credit.</summary>
    private void HoldEarly(FrameArrived arrived) => _early.Enqueue(arrived);

    private void ReceiveEarly()
    {
        while (_early.TryDequeue(out var arrived)) Receive(arrived.Lane, arrived.Frame);
    }

    private void Receive(Lane lane, FrameBuffer buffer)
    {
        _observer.Taken(buffer.Length);
        _framesReceived++;
        Heard();
        var kept = false;
        try
        {
            Frame.TryRead(buffer.Span, out var kind, out var content).ThrowIfAny();
            if (kind == FrameKind.Envelope) kept = ReceiveEnvelope(lane, buffer);
            else if (kind == FrameKind.Control && lane == Lane.Control) ReceiveControl(content);
            else if (kind == FrameKind.Control) throw new ProtocolException("Frame.control", "on lane 0");
        }
        catch (ProtocolException wrong)
        {
            _node.Instruments.Dropped("malformed");
            End($"the peer broke a rule: {wrong.Message}", GoAwayReason.ProtocolError);
        }
        finally
        {
            if (!kept) buffer.Release();
        }
    }

    /// <returns>Whether the buffer has gone on.</returns>
    private bool ReceiveEnvelope(Lane lane, FrameBuffer buffer)
    {
        var bytes = buffer.Length;
        if (_grants[(int)lane] is { } grants && !grants.TryReceive(bytes))
            throw new ProtocolException("Frame", "to be sent within the credit");
        EnvelopeView.TryRead(buffer.Span, out var view).ThrowIfAny();
        _slots[(int)lane].Accept(view, out var delegation).ThrowIfAny();
        var verdict = RelayCheck.ToForward(view, _node.Ring, lane, _node.Now, _node.Settings.Messages.ClockSkew);
        if (verdict is EnvelopeVerdict.WrongLane or EnvelopeVerdict.WrongMode)
            throw new ProtocolException("Transaction.kind", $"one of lane {lane} that may travel in its mode");
        if (verdict is not (EnvelopeVerdict.Accepted or EnvelopeVerdict.NoHopsLeft))
            return Drop(lane, bytes, Cause(verdict));
        var decision = Decide(view);
        return decision.Verdict switch
        {
            RouteVerdict.Deliver => Arrive(lane, view, delegation),
            RouteVerdict.Forward => Forward(lane, buffer, view, delegation, decision),
            _ => EndHere(lane, view, delegation, UnreachableReason.NoRoute),
        };
    }

    private RouteDecision Decide(in EnvelopeView view)
    {
        var route = view.Route;
        if (_routes is not { } routes)
            return route.Target == _node.Self ? RouteDecision.Deliver : RouteDecision.Unreachable;
        if (route.Mode == RouteMode.Back)
        {
            if (route.Target == _node.Self) return RouteDecision.Deliver;
            if (view.Transaction.ReplyTo is { } asked
                && _node.Budget.Crumbs.TryFollow(asked, _peer, _node.Now, out var next)
                && routes.Connections.ContainsKey(next)) return RouteDecision.Forward(next, final: false);
            return routes.Table.Decide(route.Target, RouteMode.Node, final: false, _peer);
        }

        return routes.Table.Decide(route.Target, route.Mode, route.IsFinal, _peer);
    }

    private bool Forward(
        Lane lane, FrameBuffer buffer, in EnvelopeView view, ReadOnlyMemory<byte> delegation, RouteDecision decision)
    {
        var (now, bytes) = (_node.Now, buffer.Length);
        var transaction = view.Transaction;
        var relay = _node.Settings.Relay;
        if (!_relayedMessages.TryTake(now) || !_relayedBytes.TryTake(now, bytes)) return Drop(lane, bytes, "rate");
        if (!view.Route.CanGoOn) return EndHere(lane, view, delegation, UnreachableReason.TooManyHops);
        if (!_routes!.Connections.TryGetValue(decision.Next, out var next))
            return EndHere(lane, view, delegation, UnreachableReason.NoRoute);
        if (relay.VerifyOneIn > 0 && _random.Next(relay.VerifyOneIn) == 0 && !Sample(lane, view, delegation.Span))
            return false;
        var route = NextRoute(view, decision);
        next.Tell(new SendFrame(
            buffer, route, lane, transaction.Id, transaction.DelegationId, delegation, Self, _peer, bytes));
        return true;
    }

    /// <summary>A reply that has left its crumbs goes on as one to a node, and does not use crumbs again.</summary>
    private Route NextRoute(in EnvelopeView view, RouteDecision decision)
    {
        var route = view.Route.Next() with { IsFinal = decision.Final };
        if (route.Mode != RouteMode.Back) return route;
        var onCrumb = view.Transaction.ReplyTo is { } asked
            && _node.Budget.Crumbs.TryFollow(asked, _peer, _node.Now, out var next) && next == decision.Next;
        return onCrumb ? route : route with { Mode = RouteMode.Node };
    }

    private bool Arrive(Lane lane, in EnvelopeView view, ReadOnlyMemory<byte> delegation)
    {
        var bytes = view.Frame.Length;
        if (Verify(view, delegation.Span) is not { } origin) return Drop(lane, bytes, "unverified");
        NoteUse(lane);
        _gate.Tell(Arrived.Of(view, origin, _peer, Self, withBody: true));
        return false;
    }

    /// <summary>
    /// The route ends here without having arrived: its origin is told, once its signature is verified.
    /// </summary>
    private bool EndHere(Lane lane, in EnvelopeView view, ReadOnlyMemory<byte> delegation, UnreachableReason reason)
    {
        _node.Instruments.Dropped("unreachable");
        if (view.Route.WantsReply && view.Transaction.ReplyTo is null && Verify(view, delegation.Span) is { } origin)
            _gate.Tell(new RouteEnded(Arrived.Of(view, origin, _peer, Self, withBody: false), reason));
        Credit(new FrameLeft(lane, view.Frame.Length));
        return false;
    }

    private bool Drop(Lane lane, int bytes, string cause)
    {
        _node.Instruments.Dropped(cause);
        Credit(new FrameLeft(lane, bytes));
        return false;
    }

    private void Discard(FrameBuffer buffer)
    {
        _observer.Taken(buffer.Length);
        buffer.Release();
    }

    private void Credit(FrameLeft left)
    {
        if (_grants[(int)left.Lane]?.Release(left.Bytes) is { } grant) Tell(grant);
    }

    private static string Cause(EnvelopeVerdict verdict) => verdict switch
    {
        EnvelopeVerdict.WrongRing => "foreign ring",
        EnvelopeVerdict.Expired => "expired",
        _ => "clock",
    };

    /// <summary>The delegation of a genuine transaction; null, told to the neighbour, for a forged one.</summary>
    private Delegation? Verify(in EnvelopeView view, ReadOnlySpan<byte> bytes)
    {
        var verdict = _node.Budget.Delegations.Check(bytes, _peer, _node.Now, out var delegation);
        if (verdict == DelegationVerdict.Valid
            && delegation!.Verify(SignaturePurpose.Transaction, view.Transaction.Bytes,
                view.Signature)) return delegation;
        if (verdict is DelegationVerdict.Valid or DelegationVerdict.Forged or DelegationVerdict.Malformed) Forged(view);
        return null;
    }

    private bool Sample(Lane lane, in EnvelopeView view, ReadOnlySpan<byte> delegation)
    {
        if (_node.Budget.Delegations.Check(delegation, _peer, _node.Now, out _) == DelegationVerdict.Busy) return true;
        return Verify(view, delegation) is not null || Drop(lane, view.Frame.Length, "forged");
    }

    private void Forged(in EnvelopeView view)
    {
        var now = _node.Now;
        _node.Instruments.Forged();
        Tell(new LinkControl.Forged(view.Transaction.Hash));
        _toldForged ??= now;
        if (now - _toldForged.Value <= _node.Settings.Relay.ForgeryGrace
            || ++_forgeries <= _node.Settings.Relay.Forgeries) return;
        End("the peer delivers forgeries", GoAwayReason.Refused);
    }

    /// <summary>
    /// A link that carries messages of applications is in use, which the router is told once a second.
    /// </summary>
    private void NoteUse(Lane lane)
    {
        var now = _node.Now;
        if (lane == Lane.Control || now - _used < TimeSpan.FromSeconds(1)) return;
        _used = now;
        _router.Tell(new LinkUsed(_peer));
    }
}
