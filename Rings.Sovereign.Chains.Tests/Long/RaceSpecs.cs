using System.Text.Json;
using NBitcoin;
using Rings.Protocol;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Tests.Whole;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;
using Xunit.Abstractions;

namespace Rings.Sovereign.Chains.Tests.Long;

/// <summary>Refunds that come too early, and a claim and a refund of one lock in one block.</summary>
[Collection(SwapWorldCollection.Name)]
public sealed class RaceSpecs(SwapWorld world, ITestOutputHelper output)
{
    private static readonly Did A = SwapRun.A;
    private static readonly Did B = SwapRun.B;

    /// <summary>Past the mempool, straight into a block.</summary>
    [LongFact]
    public async Task An_early_refund_on_Litecoin_is_refused_by_consensus_when_it_is_mined()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(async () => (await run.SwapAsync(A))?.FirstFact?.LockDepth == 1);
        var swap = (await run.SwapAsync(A))!;

        var (refund, _) = await SpendsAsync(swap.Terms.Lock(LegSide.First), swap.Secrets.RefundKey, run[A].First);

        Assert.Contains("bad-txns-nonfinal", (await world.Ltc.Node.MineAsync(refund)).Error);
        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: A mines its refund of leg 1 early: refused", output.WriteLine));
    }

    /// <summary>B calls the refund of its lock in the block that has A's claim.</summary>
    [LongTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claim_and_an_early_refund_of_a_lock_on_Ethereum_in_one_block_pay_the_claimer(bool isRefundFirst)
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(() => run[A].Second.SentOf<ChainAction.Claim>().Count > 0);

        var terms = (await run.SwapAsync(B))!.Terms.Lock(LegSide.Second);
        // A tip above or below what A's claim pays.
        var id = await world.Eth.CallAsync(B, contract => contract.Refund(terms), isRefundFirst ? 50_000_000_000 : 1);
        await run.PassAsync();

        var (refund, claim) = (
            await world.Eth.Node.ReceiptAsync(id),
            await world.Eth.Node.ReceiptAsync(run[A].Second.SentOf<ChainAction.Claim>()[0].Result.TransactionId!));
        Assert.Equal(refund.GetProperty("blockNumber").GetString(), claim.GetProperty("blockNumber").GetString());
        Assert.Equal(("0x0", "0x1"), (StatusOf(refund), StatusOf(claim)));
        await run.EndAsync();
        Assert.True(await run.CompareAsync(
            $"ltc for eth: B's refund in the block of A's claim, {(isRefundFirst ? "before" : "after")} it", output.WriteLine));
    }

    /// <summary>Of a claim and a refund of one output a block has one at most.</summary>
    [LongFact]
    public async Task A_claim_and_a_refund_of_a_lock_on_Litecoin_are_never_in_one_block()
    {
        await using var run = await SwapRun.BegunAsync(world, world.Ltc, world.Eth);
        await run.PassUntilAsync(async () => await run.StageAsync(A) == SwapStage.Claiming);
        var (swap, other) = ((await run.SwapAsync(A))!, (await run.SwapAsync(B))!);
        var locked = swap.Terms.Lock(LegSide.First);
        var (refund, _) = await SpendsAsync(locked, swap.Secrets.RefundKey, run[A].First);
        var (_, claim) = await SpendsAsync(locked, other.Secrets.ClaimKey, run[A].First, swap.Secrets.Preimage);

        Assert.True((await world.Ltc.Node.MineAsync(claim, refund)).IsError);
        Assert.True((await world.Ltc.Node.MineAsync(refund, claim)).IsError);
        await run.EndAsync();
        Assert.True(await run.CompareAsync("ltc for eth: a block with B's claim and A's refund of leg 1: refused", output.WriteLine));
    }

    private static string? StatusOf(JsonElement receipt) => receipt.GetProperty("status").GetString();

    private async Task<(Transaction Refund, Transaction Claim)> SpendsAsync(
        LockTerms terms, Bytes32 secret, WatchedChain chain, Bytes32? preimage = null)
    {
        var opened = chain.Sent.First(sent => sent.Action is ChainAction.Open && sent.Result.TransactionId is not null);
        var hex = (await world.Ltc.Node.CallAsync("getrawtransaction", opened.Result.TransactionId)).GetString()!;
        var locked = UtxoLock.Of(terms);
        var output = locked.FindIn(UtxoRpc.ParseOrNull(hex)!)!;
        using var key = new Key(secret.ToByteArray());
        var (payTo, fee) = (key.PubKey.WitHash.ScriptPubKey, Money.Satoshis(5_000));
        return (
            UtxoSpends.Refund(locked, output, key, payTo, fee),
            UtxoSpends.Claim(locked, output, key, preimage ?? SwapTerms.Preimage, payTo, fee));
    }
}
