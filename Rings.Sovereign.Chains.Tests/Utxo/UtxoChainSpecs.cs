using System.Numerics;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Utxo;

/// <summary>A UTXO chain as a swap sees it, by a real node.</summary>
public sealed class UtxoChainSpecs(LitecoinFixture fixture) : IClassFixture<LitecoinFixture>, IAsyncLifetime
{
    private const long Hour = 3600;

    private static int _locks;

    private static readonly Amount MaxFee = Amount.Of(100_000);

    private readonly Litecoin _node = fixture.Node;
    private readonly ChainEndpoint _wallet = fixture.Wallet;
    private UtxoChain _chain = null!;
    private LockTerms _terms = null!;
    private long _now;
    private BigInteger _before;

    public async Task InitializeAsync()
    {
        if (_node is null) return;
        _chain = await _node.ChainAsync(_wallet);
        // What waits of another test is mined.
        await _node.MineAsync(1);
        _now = await _node.MedianAsync();
        // No two tests have the same lock.
        _terms = SwapTerms.Utxo(_now + 4 * Hour + Interlocked.Increment(ref _locks) * Hour);
        _before = await BalanceAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chain is not null) await _chain.DisposeAsync();
    }

    [LitecoinFact]
    public async Task A_lock_is_seen_waiting_then_in_blocks_then_claimed_with_its_preimage()
    {
        Assert.Equal(-1, (await LookAsync()).LockDepth);
        var opened = await OpenAsync();
        Assert.Equal(BroadcastOutcome.Sent, opened.Outcome);
        Assert.Equal(0, (await LookAsync()).LockDepth);
        await _node.MineAsync(3);
        Assert.Equal(3, (await LookAsync()).LockDepth);

        var claimed = await ClaimAsync();

        Assert.Equal(BroadcastOutcome.Sent, claimed.Outcome);
        var waiting = await LookAsync();
        Assert.Equal(new LockSpend(SpendKind.Claim, 0, false, claimed.TransactionId!), waiting.Spend);
        Assert.Equal(SwapTerms.Preimage, waiting.Preimage);
        await _node.MineAsync(2);
        Assert.Equal(new LockSpend(SpendKind.Claim, 2, true, claimed.TransactionId!), (await LookAsync()).Spend);
        Assert.Equal(5, (await LookAsync()).LockDepth);
        Assert.Equal(BroadcastOutcome.AlreadyThere, (await ClaimAsync()).Outcome);
    }

    [LitecoinFact]
    public async Task A_lock_is_opened_once_however_often_it_is_asked_for_and_by_whatever_process()
    {
        var opened = await OpenAsync();
        await using var restarted = await _node.ChainAsync(_wallet);

        Assert.Equal(new(BroadcastOutcome.AlreadyThere, opened.TransactionId), await OpenAsync(0, restarted));
        var raised = await OpenAsync(3, restarted);
        Assert.True(raised.Outcome == BroadcastOutcome.Sent, raised.Detail);
        Assert.NotEqual(opened.TransactionId, raised.TransactionId);
        await _node.MineAsync(1);

        Assert.Equal(BroadcastOutcome.AlreadyThere, (await OpenAsync(4, restarted)).Outcome);
        Assert.InRange(_before - await BalanceAsync(), 150_000_001, 150_100_000);
    }

    [LitecoinFact]
    public async Task A_lock_that_waits_pays_its_most_where_the_wallet_takes_no_less()
    {
        var opened = await OpenAsync();
        var size = (await _node.CallAsync("getmempoolentry", opened.TransactionId)).GetProperty("vsize").GetInt64();
        // The wallet takes no rate below 10; 8 is the first that is offered, and twice that is above the most.
        var most = Amount.Of(12 * size);

        var raised = await _chain.BroadcastAsync(new ChainAction.Open(_terms, most, 1), _now, default);
        var again = await _chain.BroadcastAsync(new ChainAction.Open(_terms, most, 2), _now, default);

        Assert.True(raised.Outcome == BroadcastOutcome.Sent, raised.Detail);
        Assert.InRange(await FeeAsync(raised), 10 * size, 12 * size);
        Assert.Equal(raised.TransactionId, again.TransactionId);
    }

    [LitecoinFact]
    public async Task A_lock_that_costs_more_than_it_may_or_than_there_is_is_not_opened()
    {
        var cheap = await _chain.BroadcastAsync(new ChainAction.Open(_terms, Amount.Of(10), 0), _now, default);
        var large = await _chain.BroadcastAsync(
            new ChainAction.Open(SwapTerms.Utxo(_terms.Deadline, 50_000_000_000), MaxFee, 0), _now, default);

        Assert.Equal(BroadcastOutcome.Refused, cheap.Outcome);
        Assert.Equal(BroadcastOutcome.NoMoney, large.Outcome);
        Assert.Equal(-1, (await LookAsync()).LockDepth);
    }

    [LitecoinFact]
    public async Task A_refund_is_not_yet_taken_before_the_median_time_and_paid_to_the_wallet_after_it()
    {
        await OpenAsync();
        await _node.MineAsync(1);
        Assert.Equal(BroadcastOutcome.NotYet, (await RefundAsync()).Outcome);

        await _node.PassAsync(_terms.Deadline);

        Assert.Equal(BroadcastOutcome.Sent, (await RefundAsync()).Outcome);
        await _node.MineAsync(1);
        Assert.Equal(SpendKind.Refund, (await LookAsync()).Spend?.Kind);
        Assert.InRange(_before - await BalanceAsync(), 1, 100_000);
    }

    [LitecoinFact]
    public async Task A_claim_pays_more_at_each_attempt_up_to_its_most_and_no_more_after()
    {
        await OpenAsync();
        await _node.MineAsync(1);

        var first = await ClaimAsync();
        var second = await ClaimAsync(attempt: 2);
        var most = await ClaimAsync(attempt: 100_000);
        var again = await ClaimAsync(attempt: 100_001);

        Assert.Equal(
            [BroadcastOutcome.Sent, BroadcastOutcome.Sent, BroadcastOutcome.Sent, BroadcastOutcome.AlreadyThere],
            new[] { first, second, most, again }.Select(one => one.Outcome));
        Assert.Equal(100_000 * UtxoSpends.MaxVirtualBytes / 1_000, await FeeAsync(most));
        // A restart begins at attempt 0 again: what waits there pays more, and stays.
        Assert.Equal(BroadcastOutcome.AlreadyThere, (await ClaimAsync()).Outcome);
    }

    [LitecoinFact]
    public async Task An_urgent_claim_pays_the_most_at_once()
    {
        await OpenAsync();
        await _node.MineAsync(1);

        var claim = await ClaimAsync(isUrgent: true);

        Assert.Equal(14_200, await FeeAsync(claim));
    }

    /// <summary>As Litecoin's nodes are, unless they are told otherwise.</summary>
    [LitecoinFact]
    public async Task Where_nothing_is_replaced_the_first_claim_pays_the_most()
    {
        await using var node = await Litecoin.StartAsync(replaces: false);
        await using var chain = await node.ChainAsync(await node.WalletAsync("other", 10));
        await chain.BroadcastAsync(new ChainAction.Open(_terms, MaxFee, 0), _now, default);
        await node.MineAsync(1);

        var first = await ClaimAsync(chain: chain);
        var second = await ClaimAsync(5, chain: chain);

        Assert.Equal(14_200, await FeeAsync(first, node));
        Assert.Equal(new(BroadcastOutcome.AlreadyThere, first.TransactionId), second);
    }

    [LitecoinFact]
    public async Task A_reorganisation_takes_the_lock_away_and_a_claim_back_but_not_the_preimage()
    {
        await OpenAsync();
        await _node.MineAsync(1);
        var lockBlock = await _node.TipAsync();
        await ClaimAsync();
        await _node.MineAsync(1);
        var claimBlock = await _node.TipAsync();
        Assert.Equal(1, (await LookAsync()).Spend?.Depth);

        await _node.CallAsync("invalidateblock", claimBlock);
        await _node.MineEmptyAsync();
        var unclaimed = await LookAsync();
        await _node.CallAsync("invalidateblock", lockBlock);
        await _node.MineEmptyAsync();
        await _node.MineEmptyAsync();
        var unlocked = await LookAsync();

        Assert.Equal((2, 0), (unclaimed.LockDepth, unclaimed.Spend?.Depth));
        Assert.Equal(0, unlocked.LockDepth);
        Assert.Equal(SwapTerms.Preimage, unlocked.Preimage);
    }

    [LitecoinFact]
    public async Task A_claim_that_vanishes_from_the_mempool_is_there_again_when_it_is_asked_for()
    {
        await OpenAsync();
        await _node.MineAsync(1);
        await ClaimAsync();
        await _node.ForgetMempoolAsync();
        Assert.Null((await LookAsync()).Spend);

        var again = await ClaimAsync(attempt: 1);

        Assert.Equal(BroadcastOutcome.Sent, again.Outcome);
        Assert.Equal(SwapTerms.Preimage, (await LookAsync()).Preimage);
    }

    [LitecoinFact]
    public async Task A_restarted_process_finds_the_lock_and_its_claim_by_their_terms_alone()
    {
        await OpenAsync();
        await _node.MineAsync(20);
        await ClaimAsync();
        await _node.MineAsync(20);

        await using var restarted = await _node.ChainAsync(_wallet);
        var fact = await restarted.LookAsync(_terms, _now, default);

        Assert.Equal((40, 20), (fact.LockDepth, fact.Spend?.Depth));
        Assert.Equal(SwapTerms.Preimage, fact.Preimage);
    }

    [LitecoinFact]
    public async Task An_output_with_another_amount_is_no_lock()
    {
        await _chain.BroadcastAsync(
            new ChainAction.Open(SwapTerms.Utxo(_terms.Deadline, 149_999_999), MaxFee, 0), _now, default);
        Assert.Equal(-1, (await LookAsync()).LockDepth);
        await _node.MineAsync(1);

        Assert.Equal(-1, (await LookAsync()).LockDepth);
    }

    [LitecoinFact]
    public async Task Another_chain_than_its_name_says_is_refused()
    {
        var bitcoin = new UtxoSettings(
            ChainName.Read("bip122:0f9188f13cb7b2c71f2a335e3a4fc328"), "btc", _wallet, 1, 1, Replaces: true, AllowMainnet: true);

        var refused = await Assert.ThrowsAsync<ChainException>(() => UtxoChain.OpenAsync(bitcoin, default));

        Assert.Contains("530827f38f93b43e", refused.Message);
    }

    private async Task<BigInteger> BalanceAsync() =>
        (await _chain.CheckAsync(_terms.ClaimTo, _terms.RefundTo, ChainPlace.None, default)).Balance.Units;

    /// <summary>What a transaction that waits pays, smallest units.</summary>
    private async Task<long> FeeAsync(BroadcastResult sent, Litecoin? node = null) => UtxoRpc.Units(
        (await (node ?? _node).CallAsync("getmempoolentry", sent.TransactionId)).GetProperty("fees").GetProperty("base"));

    private Task<ChainFact> LookAsync() => _chain.LookAsync(_terms, _now, default);

    private Task<BroadcastResult> OpenAsync(int attempt = 0, UtxoChain? chain = null) =>
        (chain ?? _chain).BroadcastAsync(new ChainAction.Open(_terms, MaxFee, attempt), _now, default);

    private Task<BroadcastResult> ClaimAsync(int attempt = 0, bool isUrgent = false, UtxoChain? chain = null) =>
        (chain ?? _chain).BroadcastAsync(
        new ChainAction.Claim(_terms, MaxFee, attempt, SwapTerms.Preimage, SwapTerms.ClaimKey, isUrgent), _now, default);

    private Task<BroadcastResult> RefundAsync() => _chain.BroadcastAsync(
        new ChainAction.Refund(_terms, MaxFee, 0, SwapTerms.RefundKey), _now, default);
}
