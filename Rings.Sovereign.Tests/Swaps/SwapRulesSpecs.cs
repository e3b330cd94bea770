using System.Numerics;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>What is out of order is refused before anything is locked, with the field and what would do.</summary>
public sealed class SwapRulesSpecs
{
    private const long Now = 1_800_000_000;

    private static readonly SwapPolicy Policy = SwapFixture.Policy(
        SwapTimes.Default, new ChainPolicy(3, 6, 600, 0, Amount.Of(20_000)), ChainKind.Utxo, ChainKind.Evm);

    private static readonly SwapMessage.Offer Good = GoodOffer();

    [Fact]
    public void What_is_in_order_is_refused_by_nothing()
    {
        Assert.Null(SwapRules.JudgeTerms(Policy, Good, Now));
        Assert.Null(Money(SwapRole.Offerer));
        Assert.Null(Money(SwapRole.Taker));
    }

    [Fact]
    public void Each_thing_out_of_order_has_its_refusal_and_what_would_do()
    {
        var (give, take) = (Good.Give, Good.Take);
        (SwapMessage.Offer Offer, SwapFault Fault, string Field, string Allowed)[] wrong =
        [
            (Good with { Give = give with { Chain = ChainName.Read("eip155:1"), Contract = take.Contract } }, SwapFault.ChainUnknown, "give.chain", take.Chain.ToString()),
            (Good with { Give = give with { Genesis = SwapFixture.Bytes(7) } }, SwapFault.OtherGenesis, "give.genesis", give.Genesis.ToString()),
            (Good with { Take = take with { Asset = "ltc" } }, SwapFault.OtherAsset, "take.asset", "eth"),
            (Good with { Take = take with { Contract = SwapFixture.Place(1, ChainKind.Evm) } }, SwapFault.OtherContract, "take.contract", take.Contract.ToString()),
            (Good with { Give = give with { Amount = Amount.Zero } }, SwapFault.AmountTooSmall, "give.amount", "1"),
            (Good with { Give = give with { Amount = Amount.Of((BigInteger.One << 256) - 1) } }, SwapFault.AmountTooLarge, "give.amount", "8400000000000000"),
            (Good with { Take = take with { Amount = Amount.Of(BigInteger.One << 128) } }, SwapFault.AmountTooLarge, "take.amount", $"{(BigInteger.One << 128) - 1}"),
            (Good with { Take = take with { MaxFee = Amount.Of(BigInteger.One << 128) } }, SwapFault.AmountTooLarge, "take.max_fee", $"{(BigInteger.One << 128) - 1}"),
            (Good with { Take = give }, SwapFault.SameChain, "take.chain", "another chain"),
            (Good with { Hash = default }, SwapFault.WrongHash, "hash", "SHA-256"),
            (Good with { ValidUntilMs = (Now * 1000) - 1 }, SwapFault.Expired, "valid_until_ms", $"{Now * 1000}"),
            (Good with { ValidUntilMs = (Now + SwapLimits.OfferLife + 1) * 1000 }, SwapFault.LivesTooLong, "valid_until_ms", $"{(Now + SwapLimits.OfferLife) * 1000}"),
            (Good with { T1 = Good.T2 + SwapTimes.Default.Gap }, SwapFault.GapTooSmall, "t1", $"{Good.T2 + SwapTimes.Default.Gap + 1}"),
            (Good with { T1 = Now + SwapLimits.LongestWait + 1 }, SwapFault.TooFar, "t1", $"{Now + SwapLimits.LongestWait}"),
        ];

        Assert.All(wrong, one => IsRefused(SwapRules.JudgeTerms(Policy, one.Offer, Now), one.Fault, one.Field, one.Allowed));
    }

    [Fact]
    public void T2_is_refused_one_second_before_the_soonest_that_would_do()
    {
        var refusal = SwapRules.JudgeTerms(Policy, Good with { T2 = Now }, Now)!;
        var soonest = long.Parse(refusal.Allowed, System.Globalization.CultureInfo.InvariantCulture);

        IsRefused(refusal, SwapFault.TooLate, "t2", $"{soonest}");
        IsRefused(SwapRules.JudgeTerms(Policy, Good with { T2 = soonest - 1 }, Now), SwapFault.TooLate, "t2", $"{soonest}");
        Assert.Null(SwapRules.JudgeTerms(Policy, Good with { T2 = soonest, T1 = soonest + SwapTimes.Default.Gap + 1 }, Now));
    }

    [Fact]
    public void A_chain_that_is_no_known_test_chain_needs_the_switch()
    {
        var chains = Policy.Chains.SetItem(Good.Give.Chain, Policy.Chains[Good.Give.Chain] with
        {
            Identity = Policy.Chains[Good.Give.Chain].Identity with { IsTest = false },
        });

        IsRefused(SwapRules.JudgeTerms(Policy with { Chains = chains }, Good, Now), SwapFault.RealMoney, "give.chain", "allow-mainnet");
        Assert.Null(SwapRules.JudgeTerms(Policy with { Chains = chains, AllowsRealMoney = true }, Good, Now));
    }

    [Fact]
    public void What_the_chains_say_is_judged_for_who_locks_and_who_claims()
    {
        var (utxo, evm) = Checks();
        (SwapRole Role, LegCheck First, LegCheck Second, SwapFault Fault, string Field, string Allowed)[] wrong =
        [
            (SwapRole.Offerer, utxo with { Balance = Amount.Of(150_009_999) }, evm, SwapFault.NoMoney, "give.amount", "150010000"),
            (SwapRole.Taker, utxo, evm with { Balance = Amount.Of(100_009_999) }, SwapFault.NoMoney, "take.amount", "100010000"),
            (SwapRole.Taker, utxo, evm with { GasBalance = Amount.Of(100_069_999) }, SwapFault.NoGas, "take.max_fee", "100070000"),
            (SwapRole.Offerer, utxo, evm with { GasBalance = Amount.Of(59_999) }, SwapFault.NoGas, "take.max_fee", "60000"),
            (SwapRole.Offerer, utxo, evm with { IsContractKnown = false }, SwapFault.OtherContract, "take.contract", "code"),
            (SwapRole.Offerer, utxo, evm with { ClaimToHasCode = true }, SwapFault.ReceiverHasCode, "take.claim_to", "without code"),
            (SwapRole.Taker, utxo, evm with { RefundToHasCode = true }, SwapFault.ReceiverHasCode, "take.refund_to", "without code"),
            (SwapRole.Taker, utxo with { SpendFee = Amount.Of(20_001) }, evm, SwapFault.FeeTooSmall, "give.max_fee", "20001"),
            (SwapRole.Taker, utxo with { Dust = Amount.Of(150_000_000 - 60_000) }, evm, SwapFault.AmountTooSmall, "give.amount", "150000001"),
            (SwapRole.Taker, utxo, evm with { Tip = new(1, Now - SwapLimits.EvmClock - 1, Now) }, SwapFault.ClockOff, "take.chain", "clock"),
            (SwapRole.Taker, utxo, evm with { Tip = new(1, Now + SwapLimits.EvmClock + 1, Now) }, SwapFault.ClockOff, "take.chain", "clock"),
            (SwapRole.Taker, utxo with { Tip = new(1, Now, Now + 1) }, evm, SwapFault.ClockOff, "give.chain", "clock"),
            (SwapRole.Taker, utxo with { Tip = new(1, Now - SwapLimits.UtxoTip - 1, Now - 9000) }, evm, SwapFault.ClockOff, "give.chain", "clock"),
        ];

        Assert.All(wrong, one => IsRefused(Money(one.Role, one.First, one.Second), one.Fault, one.Field, one.Allowed));
    }

    [Fact]
    public void The_leads_are_those_of_the_design()
    {
        var times = new SwapTimes(2, 12, 1, 3, 5);

        Assert.Equal((2 * 2) + 12 + 1 + 3 + 5, times.Gap);
        Assert.Equal(2 + 1, times.RevealLead(ChainKind.Evm));
        Assert.Equal(2 + 1 + 5, times.RevealLead(ChainKind.Utxo));
        Assert.Equal(4 + 1 + 7, times.LockLead(ChainKind.Evm, 7));
        Assert.Equal(4 + 1 + 7 + 5, times.LockLead(ChainKind.Utxo, 7));
        Assert.Equal(21 * 3600, SwapTimes.Default.Gap);
        Assert.Equal(1200, Policy.Chains[Good.Give.Chain].Policy.Confirming(3));
        Assert.Equal(900, (Policy.Chains[Good.Give.Chain].Policy with { BlockSeconds = 12, FinalSeconds = 900 }).Confirming(3));
    }

    private static SwapMessage.Offer GoodOffer() => SwapFixture.Offer(
        SecretId.Read(new byte[16]), ChainKind.Utxo, ChainKind.Evm, Now + (3 * 24 * 3600), Now + (24 * 3600), Now + 600, 3);

    private static (LegCheck Utxo, LegCheck Evm) Checks() => (
        SwapFixture.Fine(new(100, Now - 30, Now - 3000), ChainKind.Utxo), SwapFixture.Fine(new(100, Now - 5, Now - 5), ChainKind.Evm));

    private static SwapRefusal? Money(SwapRole role) => Checks() is var (utxo, evm) ? Money(role, utxo, evm) : null;

    private static SwapRefusal? Money(SwapRole role, LegCheck first, LegCheck second) => SwapRules.JudgeMoney(
        new(SwapFixture.Ring, SwapFixture.Alice, SwapFixture.Bob, Good, SwapFixture.Accept(Good, 3)), role, first, second, Now);

    private static void IsRefused(SwapRefusal? refusal, SwapFault fault, string field, string allowed)
    {
        Assert.NotNull(refusal);
        Assert.Equal((fault, field), (refusal.Fault, refusal.Field));
        Assert.Contains(allowed, refusal.Allowed, StringComparison.Ordinal);
    }
}
