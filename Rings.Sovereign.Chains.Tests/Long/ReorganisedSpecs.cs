using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>Blocks that held a lock or a claim are there no more.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class ReorganisedSpecs(SwapWorld world, ITestOutputHelper output)
{
    private static readonly Did A = SwapRun.A;
    private static readonly Did B = SwapRun.B;

    /// <summary>On Litecoin what was in the block waits again, or is forgotten by the mempool too.</summary>
    [LongTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_on_Litecoin_that_a_reorganisation_removes_is_sent_again_and_nothing_follows_it_before(bool isForgotten)
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(async () => (await run.SwapAsync(A))?.FirstFact?.LockDepth == 1);

        await RemoveLastAsync(run, world.Ltc, isForgotten);

        Assert.Empty(run[B].Second.SentOf<ChainAction.Open>());
        await run.EndAsync();
        Assert.True(await run.CompareAsync($"ltc for eth: the block of A's lock is gone{Also(isForgotten)}", output.WriteLine));
    }

    [LongFact]
    public async Task A_lock_on_Ethereum_that_a_reorganisation_removes_is_sent_again_and_nothing_is_shown_before()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(() => run[B].Second.SentOf<ChainAction.Open>().Count > 0);

        var before = (await world.Eth.Node.CallAsync("evm_snapshot")).GetString();
        await run.PassAsync();
        Assert.Equal(1, (await run.SwapAsync(A))?.SecondFact?.LockDepth);
        await world.Eth.Node.CallAsync("evm_revert", before);
        await run.PassAsync();

        Assert.Empty(run[A].Second.SentOf<ChainAction.Claim>());
        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: the block of B's lock is gone", output.WriteLine));
    }

    [LongTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_on_Litecoin_that_a_reorganisation_removes_is_sent_again(bool isForgotten)
    {
        await using var run = await SwapRun.BegunAsync(world, world.Eth, world.Ltc);
        await run.PassUntilAsync(async () => (await run.SwapAsync(A))?.SecondFact?.Spend?.Depth == 1);

        await RemoveLastAsync(run, world.Ltc, isForgotten);

        await run.EndAsync();
        Assert.True(await run.CompareAsync($"eth for ltc: the block of A's claim is gone{Also(isForgotten)}", output.WriteLine));
    }

    [LongFact]
    public async Task A_claim_on_Ethereum_that_a_reorganisation_removes_is_sent_again()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(() => run[A].Second.SentOf<ChainAction.Claim>().Count > 0);

        var before = (await world.Eth.Node.CallAsync("evm_snapshot")).GetString();
        await run.PassAsync();
        Assert.Equal(SpendKind.Claim, (await run.SwapAsync(A))?.SecondFact?.Spend?.Kind);
        await world.Eth.Node.CallAsync("evm_revert", before);

        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: the block of A's claim is gone", output.WriteLine));
    }

    private static string Also(bool isForgotten) => isForgotten ? ", and the mempool forgot it" : "";

    /// <summary>The last block gives way to two without transactions.</summary>
    private static async Task RemoveLastAsync(SwapRun run, LitecoinLedger ledger, bool isForgotten)
    {
        await ledger.Node.CallAsync("invalidateblock", await ledger.Node.TipAsync());
        if (isForgotten) await ledger.Node.ForgetMempoolAsync();
        await ledger.Node.MineEmptyAsync();
        await ledger.Node.MineEmptyAsync();
        await run.SettleAsync();
    }
}
