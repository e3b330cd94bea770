using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Chains.Late;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Chains.Tests.Agreeing;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Late;

/// <summary>A chain whose endpoint is down when its node starts.</summary>
public sealed class LateChainSpecs
{
    private static readonly ToldChain Served = new();
    private static readonly ChainEndpoint Nobody = new(new("http://127.0.0.1:1/"), TimeSpan.FromSeconds(5), 1 << 16);

    [Fact]
    public async Task It_is_opened_once_when_its_endpoint_answers_and_says_why_until_then()
    {
        var opened = 0;
        await using var chain = new LateChain(Served.Identity, SwapTerms.PlaceOf, _ => ++opened == 1
            ? throw new ChainException("it is down")
            : Task.FromResult<IChain>(Served));

        Assert.Equal(SwapTerms.PlaceOf(SwapTerms.ClaimKey), chain.PlaceOf(SwapTerms.ClaimKey));
        Assert.Equal("it is down", (await Assert.ThrowsAsync<ChainException>(() => chain.TipAsync(default))).Message);
        Assert.Equal(Served.Fact.Tip, await chain.TipAsync(default));
        Assert.Equal(Served.Check, await chain.CheckAsync(ChainPlace.None, ChainPlace.None, ChainPlace.None, default));
        Assert.Equal(Served.Fact, await chain.LookAsync(SwapTerms.Utxo(1_800_000_000), 0, default));
        var claim = new ChainAction.Claim(SwapTerms.Utxo(1_800_000_000), Amount.Of(1), 0, SwapTerms.Preimage, SwapTerms.ClaimKey, false);
        Assert.Equal(BroadcastOutcome.Sent, (await chain.BroadcastAsync(claim, 0, default)).Outcome);
        Assert.Equal(2, opened);
    }

    [Fact]
    public async Task Another_first_block_than_the_configured_one_is_refused_each_time()
    {
        await using var chain = new LateChain(
            Served.Identity with { Genesis = Bytes32.Read([.. Enumerable.Repeat((byte)7, Bytes32.Length)]) }, SwapTerms.PlaceOf,
            _ => Task.FromResult<IChain>(Served));

        foreach (var _ in (int[])[1, 2])
            Assert.Contains("serves a chain whose first block is", (await Assert.ThrowsAsync<ChainException>(() => chain.TipAsync(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_chain_s_first_block_is_known_by_its_name_and_real_money_is_refused_before_it_is_asked_for()
    {
        UtxoSettings Settings(string name) => new(ChainName.Read(name), "ltc", Nobody, 100_000, 3_300, true, AllowMainnet: false);
        await using var regtest = LateChain.Of(Settings(Real.Litecoin.Name + "#b"), null);

        Assert.Equal((true, 8), (regtest.Identity.IsTest, regtest.Identity.Decimals));
        Assert.StartsWith("530827f38f93b43e", regtest.Identity.Genesis.ToString(), StringComparison.Ordinal);
        Assert.Null(TestChains.GenesisOf(ChainName.Read("eip155:1")));
        Assert.NotNull(TestChains.GenesisOf(ChainName.Read("eip155:11155111")));
        Assert.Contains("counts as real money", Assert.Throws<ChainException>(
            () => LateChain.Of(Settings("bip122:12a765e31ffd4059bada1e25190f6e98"), null)).Message, StringComparison.Ordinal);
        Assert.Contains("name the hash of its first block", Assert.Throws<ChainException>(() => LateChain.Of(
            Settings("bip122:12a765e31ffd4059bada1e25190f6e98") with { AllowMainnet = true }, null)).Message, StringComparison.Ordinal);
    }
}
