namespace Rings.Sovereign.Swaps;

/// <summary>The side that offers, knows the preimage, locks leg 1 and claims leg 2.</summary>
public sealed record SwapOfferer : SwapSide
{
    internal SwapOfferer(SwapTerms terms, SwapSecrets secrets, SwapBounds bounds)
        : base(terms, secrets, bounds)
    {
    }

    /// <inheritdoc/>
    public override SwapRole Role => SwapRole.Offerer;

    /// <inheritdoc/>
    public override SwapStage Shown => Stage switch
    {
        SwapStage.Leg1Sent when OwnFact?.Spend?.Kind == SpendKind.Refund => SwapStage.Refunding,
        SwapStage.Leg1Sent when IsConfirmed(LegSide.Second) => SwapStage.Leg2Locked,
        SwapStage.Leg1Sent when SecondFact?.LockDepth >= 0 => SwapStage.Leg2Sent,
        SwapStage.Leg1Sent when IsConfirmed(LegSide.First) => SwapStage.Leg1Locked,
        SwapStage.Claiming when OtherFact?.Spend is { Kind: SpendKind.Claim, Depth: > 0 } => SwapStage.Claimed,
        _ => Stage,
    };

    /// <inheritdoc/>
    public override long LastSafe => Stage switch
    {
        SwapStage.Leg1Sent or SwapStage.Revealing when SecondFact?.LockDepth >= 0 => Terms.Offer.T2 - Bounds.Times.RevealLead(Terms.Second.Kind),
        SwapStage.Claiming => Terms.Offer.T2,
        _ => 0,
    };

    /// <inheritdoc/>
    internal override SwapStep Receive(SwapMessage message, long now) =>
        message is SwapMessage.Accept accept && Stage == SwapStage.Proposed ? Agree(accept, now) : base.Receive(message, now);

    /// <inheritdoc/>
    internal override SwapStep Checked(LegCheck? first, LegCheck? second, long now)
    {
        if (!IsChecking) return Nothing;
        var asked = this with { IsChecking = false };
        if (first is null || second is null) return new(asked, false, []);
        switch (Stage)
        {
            case SwapStage.Agreed:
                return asked.LockOwn(SwapStage.Leg1Sent, first, second, now);

            case SwapStage.Leg1Sent when MayReveal(now):
                if (SwapRules.JudgeClaim(this, second) is { } trouble)
                    return new(asked with { Trouble = trouble }, false, [new SwapEffect.Alarm($"the claim is held back: {trouble}")]);
                var revealing = asked with { Trouble = null };
                var (claimed, claim) = revealing.ClaimOther(Secrets.Preimage!.Value, now);
                return claimed.Move(SwapStage.Revealing, now, claim);

            default:
                return new(asked, false, []);
        }
    }

    /// <inheritdoc/>
    internal override SwapStep Sent(LegSide side, ChainAction action, BroadcastResult result, long now)
    {
        var step = base.Sent(side, action, result, now);
        // From now on it is certain that the preimage is out.
        return Stage == SwapStage.Revealing && action is ChainAction.Claim
            && result.Outcome is BroadcastOutcome.Sent or BroadcastOutcome.AlreadyThere
                ? step with { State = step.State with { Stage = SwapStage.Claiming, Since = now }, IsKept = true }
                : step;
    }

    internal override SwapStep Decide(long now)
    {
        switch (Stage)
        {
            case SwapStage.Proposed:
                if (now * 1000 > Terms.Offer.ValidUntilMs)
                    return Abandon(new(SwapFault.Expired, "valid_until_ms", "a new offer: nobody took this one"), now);
                return now >= Asked + SwapLimits.AskAgain
                    ? new(this with { Asked = now }, false, [new SwapEffect.Send(Terms.Offer)])
                    : Nothing;

            case SwapStage.Agreed:
                return now + Bounds.Times.Inclusion + Bounds.First.Confirming(Terms.First.Confirmations) + LockLead >= Terms.Offer.T2
                    ? Abandon(new(SwapFault.TooLate, "t2", "a new offer: it is too late to lock"), now)
                    : Check();

            default:
                return WithAlarm(Locked(now), now);
        }
    }

    private SwapStep Agree(SwapMessage.Accept accept, long now)
    {
        var terms = Terms with { Accept = accept };
        if (now * 1000 > Terms.Offer.ValidUntilMs)
            return Abandon(new(SwapFault.Expired, "valid_until_ms", "a new offer"), now);
        if (SwapRules.JudgeAccept(Terms, accept) is { } refusal) return Abandon(refusal, now);
        var agreed = (this with { Terms = terms }).Move(SwapStage.Agreed, now, SwapEffect.Check.Instance);
        return agreed with { State = agreed.State with { IsChecking = true } };
    }

    private SwapStep Check() =>
        IsChecking ? Nothing : new(this with { IsChecking = true }, false, [SwapEffect.Check.Instance]);

    /// <summary>Leg 1 was sent: it is claimed against leg 2, or taken back.</summary>
    private SwapStep Locked(long now)
    {
        if (FirstFact is null || SecondFact is null) return Nothing;
        if (Outcome() is { } end) return Move(end, now);
        if (Stage != SwapStage.Claiming && IsOut) return Move(SwapStage.Claiming, now).Then(next => next.Tick(now));

        var (state, refund) = RefundOwn(now);
        switch (Stage)
        {
            case SwapStage.Claiming:
                var (claiming, claim) = state.ClaimOther(Secrets.Preimage!.Value, now);
                return new(claiming, false, [.. refund, .. claim]);

            // After a crash in between nobody knows whether the claim went out: where it is on no chain and too late, it did not.
            case SwapStage.Revealing when MayReveal(now):
                var (again, repeated) = state.ClaimOther(Secrets.Preimage!.Value, now);
                return new(again, false, [.. refund, .. repeated]);

            case SwapStage.Leg1Sent when MayReveal(now) && !IsChecking:
                return new(state with { IsChecking = true }, false, [.. refund, SwapEffect.Check.Instance]);

            case SwapStage.Leg1Sent when FirstFact.LockDepth < 0:
                return Absent(now);

            default:
                return new(state, false, refund);
        }
    }

    private SwapStep Absent(long now)
    {
        var late = Late(now, FirstFact!.Tip);
        if (late > Terms.Offer.T1 + Bounds.Times.Inclusion + Bounds.Times.Reorganisation)
            return Never("t1", "a new offer: leg 1 never came into a block", now);
        if (late + Bounds.Times.Inclusion + Bounds.First.Confirming(Terms.First.Confirmations) + LockLead >= Terms.Offer.T2) return Nothing;
        var (state, effects) = OpenOwn(FirstFact.Tip);
        return new(state, false, effects);
    }

    /// <summary>Whether the preimage was seen on a chain, in a mempool or in a call that failed.</summary>
    private bool IsOut => SeenPreimage is not null
        || FirstFact?.Spend?.Kind == SpendKind.Claim || SecondFact?.Spend?.Kind == SpendKind.Claim;

    /// <summary>Only while a claim is sure to be in its chain, to stay, before who locked leg 2 can have it back.</summary>
    private bool MayReveal(long now) => IsConfirmed(LegSide.Second)
        && SwapRules.ClockFits(now, SecondFact!.Tip, Terms.Second.Kind)
        && Late(now, SecondFact.Tip) + Bounds.Times.RevealLead(Terms.Second.Kind) < Terms.Offer.T2;
}
