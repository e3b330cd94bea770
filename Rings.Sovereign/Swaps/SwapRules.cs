using System.Globalization;
using System.Numerics;

namespace Rings.Sovereign.Swaps;

/// <summary>What has to be so before anything is agreed, locked or claimed. A refusal names the field and what would do.</summary>
internal static class SwapRules
{
    /// <summary>Claims and refunds that may have to be paid for: amounts and gas have to bear so many.</summary>
    public const int FeesBorne = 3;

    /// <summary>The most that an output of a transaction can hold: 84 million coins, more than any chain of Bitcoin's family has.</summary>
    private static readonly BigInteger MostOfUtxo = 84_000_000L * 100_000_000;

    /// <summary>The most that the contract holds in one lock.</summary>
    private static readonly BigInteger MostOfEvm = (BigInteger.One << 128) - 1;

    /// <summary>Whether the clock and a chain fit each other: where they do not, nothing new begins.</summary>
    /// <param name="now">The clock, Unix seconds.</param>
    /// <param name="tip">Where the chain stands.</param>
    /// <param name="kind">Of which family it is.</param>
    public static bool ClockFits(long now, ChainTip tip, ChainKind kind)
    {
        ArgumentNullException.ThrowIfNull(tip);
        return kind == ChainKind.Evm
            ? Math.Abs(now - tip.Time) <= SwapLimits.EvmClock
            : now >= tip.MedianTime && now <= tip.Time + SwapLimits.UtxoTip;
    }

    /// <summary>Judges the terms of an offer: before it is sent by who makes it, and when it arrives.</summary>
    /// <param name="policy">This node's.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="now">The clock, Unix seconds.</param>
    /// <returns>Null: nothing is wrong with it.</returns>
    public static SwapRefusal? JudgeTerms(SwapPolicy policy, SwapMessage.Offer offer, long now)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(offer);
        return JudgeChain(policy, offer.Give, "give") ?? JudgeChain(policy, offer.Take, "take") ?? JudgePair(offer)
            ?? JudgeTimes(policy, offer, now);
    }

    /// <summary>Judges what the chains say of both legs, for who would lock one and claim the other.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="role">Who this node is.</param>
    /// <param name="first">What leg 1's chain says.</param>
    /// <param name="second">What leg 2's chain says.</param>
    /// <param name="now">The clock, Unix seconds.</param>
    /// <returns>Null: nothing is wrong.</returns>
    public static SwapRefusal? JudgeMoney(SwapTerms terms, SwapRole role, LegCheck first, LegCheck second, long now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (give, take) = (terms.First, terms.Second);
        return JudgeClock(give, first, "give", now) ?? JudgeClock(take, second, "take", now)
            ?? JudgeLeg(give, first, "give") ?? JudgeLeg(take, second, "take")
            ?? (role == SwapRole.Offerer
                ? JudgeWallet(give, first, "give") ?? JudgeGas(take, second, "take")
                : JudgeWallet(take, second, "take") ?? JudgeGas(give, first, "give"));
    }

    /// <summary>Judges what the taker filled in.</summary>
    internal static SwapRefusal? JudgeAccept(SwapTerms terms, SwapMessage.Accept accept)
    {
        if (!accept.GiveClaimTo.Fits(terms.Offer.Give.Kind)) return new(SwapFault.WrongPlace, "give_claim_to", ChainPlace.Expected(terms.Offer.Give.Kind));
        if (!accept.TakeRefundTo.Fits(terms.Offer.Take.Kind)) return new(SwapFault.WrongPlace, "take_refund_to", ChainPlace.Expected(terms.Offer.Take.Kind));
        var hash = terms.HashWith(accept);
        return hash == accept.TermsHash ? null : new(SwapFault.OtherTerms, "terms_hash", hash.ToString());
    }

    /// <summary>Judges once more, just before a claim shows the preimage.</summary>
    internal static SwapRefusal? JudgeClaim(SwapSide side, LegCheck second)
    {
        var take = side.Terms.Second;
        return !second.IsContractKnown ? new(SwapFault.OtherContract, "take.contract", "the code that this node ships")
            : second.ClaimToHasCode ? new(SwapFault.ReceiverHasCode, "take.claim_to", "an account without code")
            : JudgeGas(take, second, "take");
    }

    /// <summary>The least amount of a leg: above dust and the fees of all that may follow.</summary>
    internal static BigInteger LeastAmount(LegCheck check, Amount maxFee) => check.Dust.Units + (FeesBorne * maxFee.Units) + 1;

    private static SwapRefusal? JudgeChain(SwapPolicy policy, SwapLeg leg, string field)
    {
        if (policy.Chains.GetValueOrDefault(leg.Chain) is not { Identity: var chain })
            return new(SwapFault.ChainUnknown, $"{field}.chain", string.Join(", ", policy.Chains.Keys.Select(name => name.ToString()).Order()));
        if (leg.Genesis != chain.Genesis) return new(SwapFault.OtherGenesis, $"{field}.genesis", chain.Genesis.ToString());
        if (leg.Asset != chain.Asset) return new(SwapFault.OtherAsset, $"{field}.asset", chain.Asset);
        if (leg.Contract != chain.Contract) return new(SwapFault.OtherContract, $"{field}.contract", chain.Contract.ToString());
        if (!chain.IsTest && !policy.AllowsRealMoney) return new(SwapFault.RealMoney, $"{field}.chain", "a test chain, or allow-mainnet = on");
        var most = leg.Kind == ChainKind.Utxo ? MostOfUtxo : MostOfEvm;
        if (leg.Amount.Units > most) return new(SwapFault.AmountTooLarge, $"{field}.amount", Text(most));
        if (leg.Amount.Units.IsZero) return new(SwapFault.AmountTooSmall, $"{field}.amount", "1");
        return leg.MaxFee.Units > most ? new(SwapFault.AmountTooLarge, $"{field}.max_fee", Text(most)) : null;
    }

    private static SwapRefusal? JudgePair(SwapMessage.Offer offer)
    {
        if (offer.Give.Chain == offer.Take.Chain) return new(SwapFault.SameChain, "take.chain", "another chain than give.chain");
        if (offer.Hash == default) return new(SwapFault.WrongHash, "hash", "SHA-256 of a preimage");
        return offer.Give.Kind == ChainKind.Utxo && offer.Take.Kind == ChainKind.Utxo && offer.Give.RefundTo == offer.Take.ClaimTo
            ? new(SwapFault.Reused, "take.claim_to", "another key than give.refund_to")
            : null;
    }

    private static SwapRefusal? JudgeTimes(SwapPolicy policy, SwapMessage.Offer offer, long now)
    {
        var (times, bounds) = (policy.Times, policy.BoundsOf(offer.Give.Chain, offer.Take.Chain)!);
        if (offer.ValidUntilMs < now * 1000) return new(SwapFault.Expired, "valid_until_ms", Text(now * 1000));
        if (offer.ValidUntilMs > (now + SwapLimits.OfferLife) * 1000)
            return new(SwapFault.LivesTooLong, "valid_until_ms", Text((now + SwapLimits.OfferLife) * 1000));
        if (offer.T1 - offer.T2 <= times.Gap) return new(SwapFault.GapTooSmall, "t1", Text(offer.T2 + times.Gap + 1));
        if (offer.T1 > now + SwapLimits.LongestWait) return new(SwapFault.TooFar, "t1", Text(now + SwapLimits.LongestWait));
        var soonest = now + Lead(bounds, offer) + 1;
        return offer.T2 < soonest ? new(SwapFault.TooLate, "t2", Text(soonest)) : null;
    }

    /// <summary>How long it takes, at worst, from an offer's acceptance until leg 2 is locked and can still be claimed.</summary>
    internal static long Lead(SwapBounds bounds, SwapMessage.Offer offer) =>
        bounds.Times.Inclusion + bounds.First.Confirming(bounds.First.Confirmations)
        + bounds.Times.LockLead(offer.Take.Kind, bounds.Second.Confirming(offer.Take.Confirmations));

    private static SwapRefusal? JudgeClock(SwapLeg leg, LegCheck check, string field, long now) => ClockFits(now, check.Tip, leg.Kind)
        ? null
        : new(SwapFault.ClockOff, $"{field}.chain", leg.Kind == ChainKind.Evm
            ? $"a clock within {SwapLimits.EvmClock} s of {check.Tip.Time}"
            : $"a clock from {check.Tip.MedianTime} to {check.Tip.Time + SwapLimits.UtxoTip}");

    private static SwapRefusal? JudgeLeg(SwapLeg leg, LegCheck check, string field)
    {
        if (!check.IsContractKnown) return new(SwapFault.OtherContract, $"{field}.contract", "the code that this node ships");
        if (check.ClaimToHasCode) return new(SwapFault.ReceiverHasCode, $"{field}.claim_to", "an account without code");
        if (check.RefundToHasCode) return new(SwapFault.ReceiverHasCode, $"{field}.refund_to", "an account without code");
        if (leg.MaxFee < check.SpendFee) return new(SwapFault.FeeTooSmall, $"{field}.max_fee", check.SpendFee.ToString());
        var least = LeastAmount(check, leg.MaxFee);
        return leg.Amount.Units < least ? new(SwapFault.AmountTooSmall, $"{field}.amount", Text(least)) : null;
    }

    private static SwapRefusal? JudgeWallet(SwapLeg leg, LegCheck check, string field)
    {
        var needed = leg.Amount.Units + check.OpenFee.Units;
        if (check.Balance.Units < needed) return new(SwapFault.NoMoney, $"{field}.amount", $"a balance of {needed}");
        // The refund of a lock on an EVM chain is paid by the account that opened it, after that.
        return JudgeGas(leg, check, field, needed);
    }

    private static SwapRefusal? JudgeGas(SwapLeg leg, LegCheck check, string field, BigInteger spent = default)
    {
        var gas = spent + (FeesBorne * leg.MaxFee.Units);
        return check.GasBalance is { } has && has.Units < gas ? new(SwapFault.NoGas, $"{field}.max_fee", $"a balance of {gas}") : null;
    }

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
