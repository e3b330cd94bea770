using Rings.Sovereign.Chains.Agreeing;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Agreeing;

/// <summary>Two endpoints of one chain, one of which lies.</summary>
public sealed class AgreeingChainSpecs
{
    private static readonly ChainTip Tip = new(100, 1_800_000_000, 1_799_999_000);
    private static readonly LockTerms Terms = SwapTerms.Utxo(1_800_010_000);
    private static readonly ChainFact Nothing = ChainFact.Nothing(Tip);
    private static readonly ChainFact Claimed =
        new(Tip, 6, true, new(SpendKind.Claim, 3, true, "claim"), SwapTerms.Preimage);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lock_that_one_alone_has_seen_is_nowhere_and_its_preimage_is_known_all_the_same(bool firstLies)
    {
        var fact = await LookAsync(firstLies ? Claimed : Nothing, firstLies ? Nothing : Claimed);

        Assert.Equal((-1, false), (fact.LockDepth, fact.IsLockFinal));
        Assert.Null(fact.Spend);
        Assert.Equal(SwapTerms.Preimage, fact.Preimage);
    }

    [Fact]
    public async Task What_both_have_seen_is_as_deep_as_the_one_says_that_says_less()
    {
        var fact = await LookAsync(Claimed, Claimed with { LockDepth = 4, Spend = new(SpendKind.Claim, 1, false, "claim") });

        Assert.Equal(4, fact.LockDepth);
        Assert.Equal(new(SpendKind.Claim, 1, false, "claim"), fact.Spend);
    }

    [Fact]
    public async Task A_claim_at_one_and_a_refund_at_the_other_is_nothing_yet()
    {
        var fact = await LookAsync(Claimed, Claimed with { Spend = new(SpendKind.Refund, 1, true, "refund") });

        Assert.Null(fact.Spend);
    }

    [Fact]
    public async Task A_lock_may_still_come_where_one_says_that_it_may()
    {
        Assert.Equal(0, (await LookAsync(Nothing with { RuledOut = 0 }, Nothing)).RuledOut);
        Assert.Equal(3, (await LookAsync(Nothing with { RuledOut = 6 }, Nothing with { RuledOut = 3 })).RuledOut);
    }

    [Fact]
    public async Task The_tip_is_the_lower_one()
    {
        var fact = await LookAsync(Nothing, Nothing with { Tip = Tip with { Height = 99, Time = 5 } });

        Assert.Equal(new(99, 5, Tip.MedianTime), fact.Tip);
    }

    [Fact]
    public async Task A_contract_that_one_does_not_know_is_not_known_and_code_that_one_has_seen_is_there()
    {
        var right = new ToldChain().Check;
        await using var chain = new AgreeingChain(
            new ToldChain(), new ToldChain { Check = right with { IsContractKnown = false, ClaimToHasCode = true } });

        var check = await chain.CheckAsync(Terms.ClaimTo, Terms.RefundTo, ChainPlace.None, default);

        Assert.True(check is { IsContractKnown: false, ClaimToHasCode: true, RefundToHasCode: false });
    }

    [Fact]
    public async Task A_claim_goes_by_the_second_where_the_first_is_dead_and_a_lock_by_neither()
    {
        var second = new ToldChain();
        await using var chain = new AgreeingChain(new ToldChain { IsDead = true }, second);

        await chain.BroadcastAsync(
            new ChainAction.Claim(Terms, Amount.Of(1), 0, SwapTerms.Preimage, SwapTerms.ClaimKey, false), 0, default);
        await Assert.ThrowsAsync<ChainException>(() =>
            chain.BroadcastAsync(new ChainAction.Open(Terms, Amount.Of(1), 0), 0, default));

        Assert.Equal(1, second.Broadcasts);
    }

    [Fact]
    public void Endpoints_of_two_chains_are_refused()
    {
        var known = new ToldChain().Identity;

        Assert.Throws<ChainException>(() =>
            new AgreeingChain(new ToldChain(), new ToldChain { Identity = known with { Genesis = SwapTerms.Hash } }));
    }

    private static async Task<ChainFact> LookAsync(ChainFact one, ChainFact two)
    {
        await using var chain = new AgreeingChain(new ToldChain { Fact = one }, new ToldChain { Fact = two });
        return await chain.LookAsync(Terms, 0, default);
    }
}
