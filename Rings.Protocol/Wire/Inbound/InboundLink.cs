using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// What becomes of the envelopes that one link brings (protocol.md, sections 3.4 to 3.7): credit, slots, rate, repeats,
/// the relay's checks, the next hop, and at the final node all that <see cref="Destination"/> checks. Whatever is wrong
/// counts against this link, which brought it.
/// </summary>
/// <remarks>
/// A state machine without clock, chance or actors: a frame goes in by <see cref="Receive"/>, and the step that comes
/// out says what to do with it. A frame that is forwarded makes no garbage. Used by one thread at a time.
/// </remarks>
/// <param name="peer">The neighbour.</param>
/// <param name="destination">Where messages end at this node, which all links share.</param>
/// <param name="limits">The bounds.</param>
/// <param name="held">The link's share of what the node holds: who takes a frame in has counted it there.</param>
/// <param name="random">Says which frames are sampled.</param>
internal sealed class InboundLink(
    Did peer, Destination destination, InboundLimits limits, SharedStock.Share held, Random random)
{
    /// <summary>How long an origin is asked to wait that is new, or says too much.</summary>
    private const int ShortRetryMs = 1000;

    /// <summary>The same where there is no room for its replay window.</summary>
    private const int LongRetryMs = 10_000;

    /// <summary>How long an opening may be under way.</summary>
    private const uint MaxOpeningTtlMs = 30_000;

    private readonly ReceiverSlots[] _slots = [new(), new(), new(), new()];
    private readonly CreditGrants?[] _grants = [.. GrantsOf(limits)];
    private readonly RepeatWatch _repeats = new(limits.Repeats);
    private readonly ForgeryTrace _forgeries = new(limits.Forgeries);
    private readonly TokenBucket _messages = new(limits.MessagesPerSecond, limits.MessagesPerSecond);
    private readonly TokenBucket _bytes = new(limits.BytesPerSecond, limits.BytesPerSecond);
    private readonly TokenBucket _control = new(limits.ControlsPerSecond, 5 * limits.ControlsPerSecond);
    private readonly TokenBucket _answers = new(limits.AnswersPerSecond, 5 * limits.AnswersPerSecond);
    private readonly TokenBucket _told = new(limits.AnswersPerSecond, 5 * limits.AnswersPerSecond);

    private NodeBudget Budget => destination.Budget;

    /// <summary>Judges one envelope.</summary>
    /// <param name="lane">The lane that it came by.</param>
    /// <param name="bytes">The whole frame.</param>
    /// <param name="routes">Where frames go; null while the node knows no routes.</param>
    /// <param name="now">The present.</param>
    /// <param name="frame">What was found out about it.</param>
    /// <returns>What to do with it. Unless it is forwarded or delivered it has left already, and
    /// <see cref="Left"/> is to be called.</returns>
    public InboundStep Receive(
        Lane lane, ReadOnlySpan<byte> bytes, ILinkRoutes? routes, Instant now, out InboundFrame frame)
    {
        frame = default;
        var fault = TakeCredit(lane, bytes.Length);
        if (!fault.IsNone) return Break(ref frame, fault);
        fault = EnvelopeView.TryRead(bytes, out frame.Envelope);
        if (!fault.IsNone) return Break(ref frame, fault);
        // Whatever becomes of it is noted, as the peer has noted it: what both ends know of the lane stays equal.
        frame.IsRepeat = _repeats.IsRepeat(lane, frame.Envelope.Transaction.Id, now);
        return Judge(lane, routes, now, ref frame);
    }

    /// <summary>
    /// Judges the envelope of an opening, as any other of lane 3, except that the frame that it came in has taken its
    /// credit already (<see cref="TakeCredit"/>).
    /// </summary>
    /// <param name="bytes">The envelope as the frame that it would be outside a path frame.</param>
    /// <param name="routes">Where paths go; null while the node knows no routes.</param>
    /// <param name="now">The present.</param>
    /// <param name="frame">What was found out about it.</param>
    /// <returns>What to do with it.</returns>
    public InboundStep ReceiveOpening(
        ReadOnlySpan<byte> bytes, ILinkRoutes? routes, Instant now, out InboundFrame frame)
    {
        frame = default;
        var fault = EnvelopeView.TryRead(bytes, out frame.Envelope);
        if (!fault.IsNone) return Break(ref frame, fault);
        var transaction = frame.Envelope.Transaction;
        var route = frame.Envelope.Route;
        if (transaction.Kind != Kind.Path || route.Mode != RouteMode.Node || route.WantsReply
            || transaction.ReplyTo is not null || transaction.TtlMs > MaxOpeningTtlMs)
            return Break(ref frame, new("Path.envelope", "a PATH to a node, of at most 30 s, that wants no reply"));
        return Judge(Lane.Stream, routes, now, ref frame);
    }

    /// <summary>Counts a frame against the credit of its lane.</summary>
    /// <returns>The rule that it breaks, if any.</returns>
    public WireFault TakeCredit(Lane lane, int frameBytes) =>
        _grants[(int)lane] is { } grants && !grants.TryReceive(frameBytes)
            ? new("Frame", "to be sent within the credit")
            : WireFault.None;

    private InboundStep Judge(Lane lane, ILinkRoutes? routes, Instant now, ref InboundFrame frame)
    {
        var bytes = frame.Envelope.Frame;
        var fault = _slots[(int)lane].Accept(in frame.Envelope, out var delegation);
        if (!fault.IsNone) return Break(ref frame, fault);
        frame.Delegation = delegation;
        if (!_messages.TryTake(now) || !_bytes.TryTake(now, bytes.Length))
            return Answered(ref frame, UnreachableReason.Congested, now, "rate");
        if (frame.IsRepeat && !Budget.Repeats.TryTake(peer, now)) return Repeated(ref frame);
        var verdict = RelayCheck.Head(in frame.Envelope, destination.Ring, lane, now, limits.Skew);
        return verdict switch
        {
            EnvelopeVerdict.Accepted => Route(lane, routes, now, ref frame),
            EnvelopeVerdict.WrongLane => Break(ref frame, new("Transaction.kind", "one of the lane that it came by")),
            EnvelopeVerdict.WrongMode => Break(ref frame, new("Transaction.kind", "one that may travel in its mode")),
            EnvelopeVerdict.WrongRing => Drop(ref frame, "foreign ring"),
            EnvelopeVerdict.Expired => Drop(ref frame, "expired"),
            _ => Drop(ref frame, "clock"),
        };
    }

    /// <summary>A frame that came in by this link has left the node, or was dropped.</summary>
    /// <param name="lane">Its lane.</param>
    /// <param name="frameBytes">Its bytes as it came.</param>
    /// <returns>The credit to grant, once enough has gathered.</returns>
    public LinkControl.Credit? Left(Lane lane, int frameBytes)
    {
        held.Release(frameBytes);
        return _grants[(int)lane]?.Release(frameBytes);
    }

    /// <summary>Whether the peer keeps to the rate of link control: else it breaks a rule.</summary>
    public bool MayControl(Instant now) => _control.TryTake(now);

    /// <summary>The peer reported a forgery that this node had forwarded to it.</summary>
    public void Reported(Instant now) => _forgeries.Reported(now);

    /// <summary>Whether everything for the peer has to be verified before it is forwarded.</summary>
    public bool MustVerify(Instant now) => _forgeries.MustVerify(now);

    /// <summary>A frame that this link brought is forged, as the link found that was to carry it on: tell the
    /// peer.</summary>
    /// <returns>Why the link is to be closed; null: it stays.</returns>
    public string? Traced(Instant now) => _forgeries.Found(now) ? "the peer delivers forgeries" : null;

    /// <summary>
    /// Whether the peer is told of this forgery, too: all it needs is one word a minute, and more than it takes of link
    /// control would cost an honest peer its link for what others sent through it.
    /// </summary>
    public bool TellsForgery(Instant now) => _told.TryTake(now);

    private static IEnumerable<CreditGrants?> GrantsOf(InboundLimits limits)
    {
        yield return null; // Lane 0 needs no credit.
        for (var lane = Lane.Storage; lane <= Lane.Stream; lane++)
            yield return new CreditGrants(lane, limits.WindowBytes, limits.WindowFrames);
    }

    private InboundStep Route(Lane lane, ILinkRoutes? routes, Instant now, ref InboundFrame frame)
    {
        var decision = Decide(in frame.Envelope, routes, now, out var mode);
        return decision.Verdict switch
        {
            RouteVerdict.Deliver => Arrive(lane, now, ref frame),
            RouteVerdict.Forward => Forward(routes!, decision, mode, now, ref frame),
            _ => End(ref frame, UnreachableReason.NoRoute, now),
        };
    }

    /// <summary>Where it goes, and in which mode from here on: a reply that has left its crumbs goes on as one to a
    /// node, and does not use crumbs again.</summary>
    private RouteDecision Decide(in EnvelopeView view, ILinkRoutes? routes, Instant now, out RouteMode mode)
    {
        var route = view.Route;
        mode = route.Mode == RouteMode.Back ? RouteMode.Node : route.Mode;
        if (route.Mode == RouteMode.Back && route.Target == destination.Self) return RouteDecision.Deliver;
        if (routes is null)
            return route.Target == destination.Self ? RouteDecision.Deliver : RouteDecision.Unreachable;
        if (route.Mode != RouteMode.Back) return routes.Table.Decide(route.Target, mode, route.IsFinal, peer);
        if (view.Transaction.ReplyTo is not { } asked || !Budget.Crumbs.TryFollow(asked, peer, now, out var next)
            || !routes.HasLink(next)) return routes.Table.Decide(route.Target, mode, final: false, peer);
        mode = RouteMode.Back;
        return RouteDecision.Forward(next, final: false);
    }

    private InboundStep Forward(
        ILinkRoutes routes, in RouteDecision decision, RouteMode mode, Instant now, ref InboundFrame frame)
    {
        var route = frame.Envelope.Route;
        if (!route.CanGoOn) return End(ref frame, UnreachableReason.TooManyHops, now);
        if (!routes.HasLink(decision.Next)) return End(ref frame, UnreachableReason.NoRoute, now);
        if (!held.IsFair) return Answered(ref frame, UnreachableReason.Congested, now, "node is full");
        if (limits.VerifyOneIn > 0 && random.Next(limits.VerifyOneIn) == 0 && !IsGenuine(now, ref frame))
            return InboundStep.Drop;
        frame.Next = decision.Next;
        frame.Route = route.Next() with { Mode = mode, IsFinal = decision.Final };
        if (route.WantsReply) Budget.Crumbs.Leave(frame.Envelope.Transaction.Id, peer, decision.Next, now);
        return InboundStep.Forward;
    }

    private InboundStep Arrive(Lane lane, Instant now, ref InboundFrame frame)
    {
        if (!held.IsFair) return Answered(ref frame, UnreachableReason.Congested, now, "node is full");
        var verdict = destination.Receive(
            in frame.Envelope, frame.Delegation.Span, new(peer, lane, now), out var verified);
        (frame.Origin, frame.Mark) = (verified.Delegation, verified.Mark);
        return verdict switch
        {
            EnvelopeVerdict.Accepted => InboundStep.Deliver,
            EnvelopeVerdict.Replayed => Seen(ref frame, now),
            EnvelopeVerdict.NoWindow => Busy(ref frame, LongRetryMs, now, "replay table full"),
            EnvelopeVerdict.Busy => Busy(ref frame, ShortRetryMs, now, "new delegations"),
            EnvelopeVerdict.OriginOverRate => Busy(ref frame, ShortRetryMs, now, "origin rate"),
            _ => Refused(verdict, now, ref frame),
        };
    }

    /// <summary>
    /// What was acted on is answered again where it asks for a receipt, for that may have been lost: a few times.
    /// </summary>
    private InboundStep Seen(ref InboundFrame frame, Instant now)
    {
        frame.Cause = "seen";
        if (!frame.Envelope.Transaction.WantsReceipt || !_answers.TryTake(now)) return InboundStep.Drop;
        frame.Origin = Claimed(frame.Delegation);
        return frame.Origin is null ? InboundStep.Drop : InboundStep.Repeat;
    }

    /// <summary>
    /// Its origin is told to wait. It goes back by this link, and is bounded, for nothing here is verified yet.
    /// </summary>
    private InboundStep Busy(ref InboundFrame frame, int retryMs, Instant now, string cause)
    {
        if (!IsAnswered(in frame.Envelope) || !_answers.TryTake(now)) return Drop(ref frame, cause);
        frame.Origin ??= Claimed(frame.Delegation);
        if (frame.Origin is null) return Drop(ref frame, cause);
        (frame.RetryMs, frame.Cause) = (retryMs, cause);
        return InboundStep.Busy;
    }

    /// <summary>Who says to have signed.</summary>
    private static Delegation? Claimed(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Delegation.Read(bytes.Span);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    /// <summary>A route that ends here without having arrived: its origin is told once it is verified.</summary>
    private InboundStep End(ref InboundFrame frame, UnreachableReason reason, Instant now)
    {
        if (!IsAnswered(in frame.Envelope)) return Drop(ref frame, "unreachable");
        var verdict = destination.Authenticate(
            in frame.Envelope, frame.Delegation.Span, peer, now, out var origin);
        if (verdict != EnvelopeVerdict.Accepted) return Refused(verdict, now, ref frame);
        (frame.Origin, frame.Reason, frame.Cause) = (origin, reason, "unreachable");
        return InboundStep.End;
    }

    /// <summary>The same for what is dropped because there is too much of it: not all of it is answered.</summary>
    private InboundStep Answered(ref InboundFrame frame, UnreachableReason reason, Instant now, string cause)
    {
        if (!IsAnswered(in frame.Envelope) || !_answers.TryTake(now)) return Drop(ref frame, cause);
        var step = End(ref frame, reason, now);
        if (step == InboundStep.End) frame.Cause = cause;
        return step;
    }

    private bool IsGenuine(Instant now, ref InboundFrame frame)
    {
        var verdict = destination.Authenticate(in frame.Envelope, frame.Delegation.Span, peer, now, out _);
        if (verdict is EnvelopeVerdict.Accepted or EnvelopeVerdict.Busy or EnvelopeVerdict.OverRate) return true;
        Refused(verdict, now, ref frame);
        return false;
    }

    private InboundStep Refused(EnvelopeVerdict verdict, Instant now, ref InboundFrame frame)
    {
        switch (verdict)
        {
            case EnvelopeVerdict.Forged:
                frame.Forged = frame.Envelope.Transaction.Hash;
                frame.Closes = Traced(now);
                return Drop(ref frame, "forged");

            case EnvelopeVerdict.BadDelegation:
                return Drop(ref frame, "delegation");

            default:
                return Drop(ref frame, "verifications");
        }
    }

    private InboundStep Repeated(ref InboundFrame frame)
    {
        if (_repeats.IsTooMuch) frame.Closes = "the peer repeats itself";
        return Drop(ref frame, "repeated");
    }

    private static bool IsAnswered(in EnvelopeView view) =>
        view.Route.WantsReply && view.Transaction.ReplyTo is null;

    private static InboundStep Drop(ref InboundFrame frame, string cause)
    {
        frame.Cause = cause;
        return InboundStep.Drop;
    }

    private static InboundStep Break(ref InboundFrame frame, WireFault fault)
    {
        frame.Fault = fault;
        return InboundStep.Break;
    }
}
