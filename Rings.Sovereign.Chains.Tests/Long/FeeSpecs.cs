using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>Claims and refunds that pay too little, or that the mempool loses.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class FeeSpecs(SwapWorld world, ITestOutputHelper output)
{
    private static readonly Did A = SwapRun.A;
    private static readonly Did B = SwapRun.B;

    /// <summary>The miners of the test never take the first one, whatever it pays.</summary>
    [LongFact]
    public async Task The_first_claim_on_Litecoin_never_confirms_and_one_that_pays_more_does()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Eth, world.OtherLtc);
        await run.PassUntilAsync(() => Claims(run).Count == 1);

        var first = Claims(run)[0].Result.TransactionId!;
        await world.OtherLtc.Node.CallAsync("prioritisetransaction", first, 0, -100_000_000);
        await run.EndAsync();

        Assert.NotEqual(first, (await run.SwapAsync(A))?.SecondFact?.Spend?.TransactionId);
        Assert.True(await run.CompareAsync("eth for ltc: A's first claim never confirms", output.WriteLine));
    }

    [LongFact]
    public async Task Gas_gets_ten_times_as_dear_while_the_first_claim_waits()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(() => Claims(run).Count == 1);
        var first = Claims(run)[0].Result.TransactionId!;

        await SetBaseFeeAsync(world, 10_000_000_000);
        await run.PassAsync();
        Assert.Null((await run.SwapAsync(A))?.SecondFact?.Spend);
        await run.EndAsync();

        Assert.NotEqual(first, (await run.SwapAsync(A))?.SecondFact?.Spend?.TransactionId);
        Assert.True(await run.CompareAsync("ltc for eth: gas gets dear, A's first claim never confirms", output.WriteLine));
    }

    [LongFact]
    public async Task A_claim_that_vanishes_from_Litecoins_mempool_is_there_again_at_the_next_block()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Eth, world.Ltc);
        await run.PassUntilAsync(() => Claims(run).Count == 1);

        await world.Ltc.Node.ForgetMempoolAsync();
        Assert.Equal(0, await WaitingAsync());
        await world.Ltc.Node.MineEmptyAsync();
        await run.SettleAsync();

        Assert.Equal(1, await WaitingAsync());
        await run.EndAsync();
        Assert.True(await run.CompareAsync("eth for ltc: A's claim vanishes from the mempool", output.WriteLine));
    }

    [LongFact]
    public async Task A_claim_that_vanishes_from_Ethereums_pool_is_there_again_at_the_next_block()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(() => Claims(run).Count == 1);

        await world.Eth.Node.CallAsync("anvil_dropTransaction", Claims(run)[0].Result.TransactionId);
        await run.PassAsync();
        Assert.Equal(0, (await run.SwapAsync(A))?.SecondFact?.Spend?.Depth ?? 0);
        Assert.Equal((2, BroadcastOutcome.Sent), (Claims(run).Count, Claims(run)[^1].Result.Outcome));

        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: A's claim vanishes from the pool", output.WriteLine));
    }

    [LongFact]
    public async Task A_refund_that_vanishes_from_the_mempool_is_there_again_at_the_next_block()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(() => run[A].First.SentOf<ChainAction.Open>().Count > 0);
        run[B].Fall();
        await run.PassUntilAsync(() => run[A].First.SentOf<ChainAction.Refund>().Any(sent => sent.Result.Outcome == BroadcastOutcome.Sent));

        await world.Ltc.Node.ForgetMempoolAsync();
        Assert.Equal(0, await WaitingAsync());
        await world.Ltc.Node.MineEmptyAsync();
        await run.SettleAsync();

        Assert.Equal(1, await WaitingAsync());
        await run.EndAsync(SwapRun.BlockSeconds, A);
        Assert.Equal(SwapStage.Refunded, await run.StageAsync(A));
        Assert.False(await run.CompareAsync("ltc for eth: A's refund vanishes from the mempool", output.WriteLine, A));
    }

    /// <summary>The opening pays too little for the miners of the test, and A's own mempool has dropped it when all time is over.</summary>
    [LongFact]
    public async Task An_opening_that_is_mined_long_after_its_time_is_taken_back()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.SettleAsync();
        var id = Assert.Single(run[A].First.SentOf<ChainAction.Open>()).Result.TransactionId!;
        await world.Ltc.Node.CallAsync("prioritisetransaction", id, 0, -100_000_000);
        var opening = UtxoRpc.ParseOrNull((await world.Ltc.Node.CallAsync("getrawtransaction", id)).GetString()!)!;
        var offer = (await run.SwapAsync(A))!.Terms.Offer;
        await run.PassUntilAsync(() => run.Time.Now > offer.T2);
        await world.Ltc.Node.ForgetMempoolAsync();
        await run.PassUntilAsync(() => run.Time.Now > offer.T1 + (2 * PartySetting.Times.Gap));
        Assert.Equal((-1, 0), (await run.SwapAsync(A))!.FirstFact is { } fact ? (fact.LockDepth, fact.RuledOut) : (0, 0));
        Assert.Equal((SwapStage.Leg1Sent, SwapStage.Abandoned), (await run.StageAsync(A), await run.StageAsync(B)));

        Assert.False((await world.Ltc.Node.MineAsync(opening)).IsError);
        await run.EndAsync(SwapRun.BlockSeconds, A);

        Assert.Equal(SwapStage.Refunded, await run.StageAsync(A));
        Assert.False(await run.CompareAsync("ltc for eth: A's opening is mined after all time is over", output.WriteLine, A));
    }

    private static IReadOnlyList<(ChainAction Action, BroadcastResult Result)> Claims(SwapRun run) =>
        run[A].Second.SentOf<ChainAction.Claim>();

    private static Task<JsonElement> SetBaseFeeAsync(SwapWorld world, BigInteger wei) => world.Eth.Node.CallAsync(
        "anvil_setNextBlockBaseFeePerGas", "0x" + wei.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'));

    private async Task<int> WaitingAsync() => (await world.Ltc.Node.CallAsync("getrawmempool")).GetArrayLength();
}
