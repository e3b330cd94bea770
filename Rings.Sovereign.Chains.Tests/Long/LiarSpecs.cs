using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>A peer, or an endpoint of one's own, that says what is not so; and what shows a preimage.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class LiarSpecs(SwapWorld world, ITestOutputHelper output)
{
    private static readonly Did A = SwapRun.A;
    private static readonly Did B = SwapRun.B;

    [LongFact]
    public async Task What_a_peer_says_about_confirmations_has_no_effect()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        foreach (var stage in Enum.GetValues<SwapStage>()) Say(run, B, A, stage);
        await run.SettleAsync();
        Assert.Equal(SwapStage.Agreed, await run.StageAsync(B));
        Assert.Empty(run[B].Second.Sent);

        await run.PassUntilAsync(async () => (await run.SwapAsync(A))?.SecondFact?.LockDepth >= 0);
        foreach (var stage in Enum.GetValues<SwapStage>()) Say(run, A, B, stage);
        await run.SettleAsync();

        Assert.Empty(run[A].Second.SentOf<ChainAction.Claim>());
        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: both are told that all is locked and done", output.WriteLine));
    }

    /// <summary>One of B's endpoints shows a chain with A's lock, the other the same chain without it.</summary>
    [LongFact]
    public async Task Of_two_own_endpoints_one_lies_and_nothing_is_locked()
    {
        var liar = new LitecoinLedger(world.OtherLtc.Node, "", replaces: false);
        await using var run = new SwapRun(world, new ForkedLedger(liar, new(world.Ltc.Node, "", replaces: false)), world.Eth);
        await run.StartAsync();
        await run.BeginAsync();

        await run.EndAsync(2 * SwapRun.BlockSeconds);

        Assert.Equal((SwapStage.Refunded, SwapStage.Abandoned), (await run.StageAsync(A), await run.StageAsync(B)));
        Assert.Empty(run[B].Second.Sent);
        Assert.False(await run.CompareAsync("ltc for eth: one of B's two endpoints shows a lock that is not there", output.WriteLine));
    }

    /// <summary>A's claim waits in no block when B claims.</summary>
    [LongFact]
    public async Task A_preimage_that_only_the_mempool_shows_is_used()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Eth, world.Ltc);
        await run.PassUntilAsync(() => run[A].Second.SentOf<ChainAction.Claim>().Count > 0);
        await run.SettleAsync();

        Assert.Equal(SwapStage.Claiming, await run.StageAsync(B));
        Assert.Equal(0, (await run.SwapAsync(B))?.SecondFact?.Spend?.Depth);
        Assert.Contains(run[B].First.Sent, sent => sent is { Action: ChainAction.Claim, Result.Outcome: BroadcastOutcome.Sent });
        await run.EndAsync();
        Assert.True(await run.CompareAsync("eth for ltc: B reads the preimage in the mempool", output.WriteLine));
    }

    /// <summary>A's claim goes out with too little gas: it fails in a block, and shows the preimage.</summary>
    [LongFact]
    public async Task A_preimage_that_only_a_failed_call_shows_is_used()
    {
        await using var run = new SwapRun(world, world.Ltc, world.Eth);
        await run.StartAsync();
        ChainAction.Claim? held = null;
        run[A].Second.Instead = action =>
        {
            held = action as ChainAction.Claim;
            return held is null ? null : new(BroadcastOutcome.Sent, "failed");
        };
        await run.BeginAsync();
        await run.PassUntilAsync(() => held is not null);
        Assert.Equal(SwapStage.Leg2Sent, await run.StageAsync(B));

        await world.Eth.CallAsync(A, contract => contract.Claim(held!.Terms, held.Preimage), 1_000_000_000, gas: 26_000);
        await run.PassAsync();
        var seen = await run.SwapAsync(B);
        Assert.Equal(SwapStage.Claiming, seen?.Stage);
        Assert.Null(seen?.SecondFact?.Spend);
        run[A].Second.Instead = null;

        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: B reads the preimage in a call that failed", output.WriteLine));
    }

    private static void Say(SwapRun run, Did to, Did from, SwapStage stage) =>
        run[to].Hear(from, SwapCodec.Write(new SwapMessage.Note(run.Id!.Value, stage, "ff")));
}
