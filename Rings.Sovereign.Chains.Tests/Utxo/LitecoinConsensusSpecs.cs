using NBitcoin;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Utxo;

/// <summary>What a real node's mempool and its consensus say of the two transactions that spend a lock.</summary>
public sealed class LitecoinConsensusSpecs(LitecoinFixture fixture) : IClassFixture<LitecoinFixture>, IAsyncLifetime
{
    private const long Hour = 3600;

    private static int _locks;

    private static readonly Money Fee = Money.Satoshis(2_000);

    private readonly Litecoin _node = fixture.Node;
    private UtxoChain _chain = null!;
    private long _now;

    public async Task InitializeAsync()
    {
        if (_node is null) return;
        _chain = await _node.ChainAsync(fixture.Wallet);
        // What waits of another test is mined.
        await _node.MineAsync(1);
        _now = await _node.MedianAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chain is not null) await _chain.DisposeAsync();
    }

    [LitecoinFact]
    public async Task A_mined_refund_before_the_median_time_is_past_the_deadline_is_refused_by_consensus()
    {
        var (locked, output, payTo) = await LockAsync(_now + 4 * Hour);
        var refund = UtxoSpends.Refund(locked, output, Key(SwapTerms.RefundKey), payTo, Fee);
        var deadline = locked.Terms.Deadline;

        // The clock and the last blocks are past the deadline, the median of eleven is not.
        await _node.SetClockAsync(deadline + 1);
        for (var block = 0; block < 5; block++) await _node.MineAsync(1);
        Assert.True(await _node.MedianAsync() <= deadline);
        Assert.Contains("non-final", (await _node.TryCallAsync("sendrawtransaction", refund.ToHex())).Error);
        Assert.Contains("bad-txns-nonfinal", (await _node.MineAsync(refund)).Error);

        await _node.MineAsync(1);

        Assert.True(await _node.MedianAsync() > deadline);
        Assert.False((await _node.MineAsync(refund)).IsError);
        var fact = await _chain.LookAsync(locked.Terms, _now, default);
        Assert.Equal(SpendKind.Refund, fact.Spend?.Kind);
        Assert.Null(fact.Preimage);
    }

    [LitecoinFact]
    public async Task A_refund_whose_own_lock_time_is_zero_is_refused_by_consensus()
    {
        var (locked, output, payTo) = await LockAsync(_now + 4 * Hour);
        var refund = UtxoSpends.Refund(locked, output, Key(SwapTerms.RefundKey), payTo, Fee);
        var zero = refund.Clone();
        zero.LockTime = LockTime.Zero;
        var coin = new ScriptCoin(output, new TxOut(locked.Amount, locked.Output), locked.Script);
        var signature = zero.Inputs.FindIndexedInput(0).Sign(Key(SwapTerms.RefundKey), coin, new SigningOptions(SigHash.All));
        var items = refund.Inputs[0].WitScript.Pushes.ToArray();
        zero.Inputs[0].WitScript = new WitScript([signature.ToBytes(), items[1], items[2]]);

        Assert.Contains("Locktime requirement not satisfied", (await _node.TryCallAsync("sendrawtransaction", zero.ToHex())).Error);
        Assert.Contains("block-validation-failed", (await _node.MineAsync(zero)).Error);
    }

    [LitecoinFact]
    public async Task A_claim_with_another_preimage_is_refused_and_with_the_right_one_mined_even_after_the_deadline()
    {
        var (locked, output, payTo) = await LockAsync(_now + 4 * Hour);
        var wrong = UtxoSpends.Claim(locked, output, Key(SwapTerms.ClaimKey), SwapTerms.Hash, payTo, Fee);
        var right = UtxoSpends.Claim(locked, output, Key(SwapTerms.ClaimKey), SwapTerms.Preimage, payTo, Fee);

        Assert.True((await _node.TryCallAsync("sendrawtransaction", wrong.ToHex())).IsError);
        Assert.True((await _node.MineAsync(wrong)).IsError);
        await _node.PassAsync(locked.Terms.Deadline);

        Assert.False((await _node.MineAsync(right)).IsError);
        Assert.Equal(SwapTerms.Preimage, (await _chain.LookAsync(locked.Terms, _now, default)).Preimage);
    }

    private static Key Key(Bytes32 secret) => new(secret.ToByteArray());

    private async Task<(UtxoLock Lock, OutPoint Output, Script PayTo)> LockAsync(long deadline)
    {
        // No two tests have the same lock.
        var terms = SwapTerms.Utxo(deadline + Interlocked.Increment(ref _locks));
        var opened = await _chain.BroadcastAsync(new ChainAction.Open(terms, Amount.Of(100_000), 0), _now, default);
        Assert.Equal(BroadcastOutcome.Sent, opened.Outcome);
        await _node.MineAsync(1);
        var hex = (await _node.CallAsync("getrawtransaction", opened.TransactionId)).GetString()!;
        var locked = UtxoLock.Of(terms);
        return (locked, locked.FindIn(UtxoRpc.ParseOrNull(hex)!)!, Key(SwapTerms.ClaimKey).PubKey.WitHash.ScriptPubKey);
    }
}
