namespace Rings.Sovereign.Swaps;

/// <summary>The side that accepts, locks leg 2 once leg 1 is deep, and claims leg 1 with the preimage that it learns.</summary>
public sealed record SwapTaker : SwapSide
{
    internal SwapTaker(SwapTerms terms, SwapSecrets secrets, SwapBounds bounds)
        : base(terms, secrets, bounds)
    {
    }

    /// <inheritdoc/>
    public override SwapRole Role => SwapRole.Taker;

    /// <inheritdoc/>
    public override SwapStage Shown => Stage switch
    {
        SwapStage.Agreed when IsConfirmed(LegSide.First) => SwapStage.Leg1Locked,
        SwapStage.Agreed when FirstFact?.LockDepth >= 0 => SwapStage.Leg1Sent,
        SwapStage.Leg2Sent when OwnFact?.Spend?.Kind == SpendKind.Refund => SwapStage.Refunding,
        SwapStage.Leg2Sent when IsConfirmed(LegSide.Second) => SwapStage.Leg2Locked,
        SwapStage.Claiming when OtherFact?.Spend is { Kind: SpendKind.Claim, Depth: > 0 } => SwapStage.Claimed,
        _ => Stage,
    };

    /// <inheritdoc/>
    public override long LastSafe => Stage switch
    {
        SwapStage.Agreed when FirstFact?.LockDepth >= 0 => Terms.Offer.T2 - LockLead,
        SwapStage.Claiming => Terms.Offer.T1 - (Terms.First.Kind == ChainKind.Utxo ? Bounds.Times.MedianEarly : 0),
        _ => 0,
    };

    /// <summary>This side's person agrees; the chains were asked before.</summary>
    /// <param name="accept">What this side fills in.</param>
    /// <param name="now">The clock.</param>
    internal SwapStep Agree(SwapMessage.Accept accept, long now) =>
        (this with { Terms = Terms with { Accept = accept } }).Move(SwapStage.Agreed, now, new SwapEffect.Send(accept));

    /// <inheritdoc/>
    internal override SwapStep Receive(SwapMessage message, long now) => message switch
    {
        // Who offers asks again until it has heard the answer.
        SwapMessage.Offer offer when Stage == SwapStage.Agreed && offer == Terms.Offer =>
            new(this, false, [new SwapEffect.Send(Terms.Accept!)]),
        _ => base.Receive(message, now),
    };

    /// <inheritdoc/>
    internal override SwapStep Checked(LegCheck? first, LegCheck? second, long now)
    {
        if (!IsChecking) return Nothing;
        var asked = this with { IsChecking = false };
        return first is null || second is null || Stage != SwapStage.Agreed || !MayLock(now)
            ? new(asked, false, [])
            : asked.LockOwn(SwapStage.Leg2Sent, first, second, now);
    }

    internal override SwapStep Decide(long now)
    {
        switch (Stage)
        {
            case SwapStage.Proposed:
                return now * 1000 > Terms.Offer.ValidUntilMs
                    ? (this with { Trouble = new(SwapFault.Expired, "valid_until_ms", "a new offer") }).Move(SwapStage.Abandoned, now)
                    : Nothing;

            case SwapStage.Agreed:
                return WithAlarm(Waiting(now), now);

            default:
                return WithAlarm(Locked(now), now);
        }
    }

    /// <summary>Leg 1 is waited for.</summary>
    private SwapStep Waiting(long now)
    {
        if (now + LockLead >= Terms.Offer.T2)
            return Abandon(new(SwapFault.TooLate, "t2", "a new offer: leg 1 was not there in time"), now);
        return MayLock(now) && !IsChecking ? new(this with { IsChecking = true }, false, [SwapEffect.Check.Instance]) : Nothing;
    }

    /// <summary>Leg 2 was sent: leg 1 is claimed with what its claim shows, or leg 2 is taken back.</summary>
    private SwapStep Locked(long now)
    {
        if (Stage != SwapStage.Claiming && SeenPreimage is { } seen)
            return (this with { Learned = seen }).Move(SwapStage.Claiming, now).Then(next => next.Tick(now));
        if (FirstFact is null || SecondFact is null) return Nothing;
        if (Outcome() is { } end) return Move(end, now);

        var (state, refund) = RefundOwn(now);
        if (Stage == SwapStage.Claiming)
        {
            var (claiming, claim) = state.ClaimOther(Learned!.Value, now);
            return new(claiming, false, [.. claim, .. refund]);
        }

        return SecondFact.LockDepth < 0 ? Absent(now) : new(state, false, refund);
    }

    private SwapStep Absent(long now)
    {
        if (Late(now, SecondFact!.Tip) > Terms.Offer.T2 + Bounds.Times.Inclusion + Bounds.Times.Reorganisation)
            return Never("t2", "a new offer: leg 2 never came into a block", now);
        if (!MayLock(now)) return Nothing;
        var (state, effects) = OpenOwn(SecondFact.Tip);
        return new(state, false, effects);
    }

    /// <summary>Only while leg 1 is deep, and there is time for leg 2 to get as deep and to be claimed.</summary>
    private bool MayLock(long now) => IsConfirmed(LegSide.First) && SecondFact is { } second
        && SwapRules.ClockFits(now, FirstFact!.Tip, Terms.First.Kind) && SwapRules.ClockFits(now, second.Tip, Terms.Second.Kind)
        && Late(now, second.Tip) + LockLead < Terms.Offer.T2;
}
