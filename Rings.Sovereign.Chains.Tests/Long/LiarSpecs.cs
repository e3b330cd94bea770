using Rings.Protocol;
using Rings.Sovereign.Chains.Evm;
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
        await using var run = new SwapRun(world, world.Ltc, world.Eth);
        await run.StartAsync();
        await run.BeginAsync();
        foreach (var stage in Enum.GetValues<SwapStage>()) Say(run, B, A, stage);
        await run.SettleAsync();
        Assert.Equal(SwapStage.Agreed, await run.StageAsync(B));
        Assert.Empty(run[B].Second.Sent);

        await run.PassUntilAsync(async () => (await run[A].SwapAsync(run.Id!.Value))?.SecondFact?.LockDepth >= 0);
        foreach (var stage in Enum.GetValues<SwapStage>()) Say(run, A, B, stage);
        await run.SettleAsync();

        Assert.DoesNotContain(run[A].Second.Sent, sent => sent.Action is ChainAction.Claim);
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
        await using var run = new SwapRun(world, world.Eth, world.Ltc);
        await run.StartAsync();
        await run.BeginAsync();
        await run.PassUntilAsync(() => Task.FromResult(run[A].Second.Sent.Any(sent => sent.Action is ChainAction.Claim)));
        await run.SettleAsync();

        Assert.Equal(SwapStage.Claiming, await run.StageAsync(B));
        Assert.Equal(0, (await run[B].SwapAsync(run.Id!.Value))?.SecondFact?.Spend?.Depth);
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
        await run.PassUntilAsync(() => Task.FromResult(held is not null));
        Assert.Equal(SwapStage.Leg2Sent, await run.StageAsync(B));

        await FailAsync(held!);
        await run.PassAsync();
        var seen = await run[B].SwapAsync(run.Id!.Value);
        Assert.Equal(SwapStage.Claiming, seen?.Stage);
        Assert.Null(seen?.SecondFact?.Spend);
        run[A].Second.Instead = null;

        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: B reads the preimage in a call that failed", output.WriteLine));
    }

    private static void Say(SwapRun run, Did to, Did from, SwapStage stage) =>
        run[to].Hear(from, SwapCodec.Write(new SwapMessage.Note(run.Id!.Value, stage, "ff")));

    private async Task FailAsync(ChainAction.Claim claim)
    {
        using var rpc = new EvmRpc(world.Eth.Node.Endpoint);
        var contract = new HtlcContract(rpc.ContractAt(HtlcContract.Hex(claim.Terms.Contract)));
        var account = new EvmAccount(AnvilLedger.AccountOf(A), 31337, rpc);
        var price = new EvmPrice(10_000_000_000, 1_000_000_000, AnvilLedger.MaxGasPrice, 0, false);
        var sent = await account.SendAsync(
            new(contract.Address, contract.Claim(claim.Terms, claim.Preimage), 0, 26_000), price, goesFirst: true, default);
        Assert.True(sent.Outcome == BroadcastOutcome.Sent, sent.Detail);
    }
}
