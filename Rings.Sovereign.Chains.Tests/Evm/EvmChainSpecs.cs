using System.Numerics;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Evm;

/// <summary>An EVM chain as a swap sees it, by a real node: A is to be paid, B opens the lock.</summary>
public sealed class EvmChainSpecs : IAsyncLifetime
{
    private const long Hour = 3600;

    private static readonly BigInteger Gwei = BigInteger.Pow(10, 9);
    private static readonly Amount MaxFee = Amount.Of(200 * Gwei * HtlcContract.GasLimit);
    private static readonly Bytes32 KeyOfA = Anvil.Secret(0x0a);
    // It begins with a zero byte, which Nethereum's own key does not take.
    private static readonly Bytes32 KeyOfB = Bytes32.Read(new byte[31].Append((byte)7).ToArray());

    private Anvil _anvil = null!;
    private EvmChain _a = null!;
    private EvmChain _b = null!;
    private LockTerms _terms = null!;
    private long _now;

    public async Task InitializeAsync()
    {
        if (Parts.Missing(litecoin: false, npm: true) is not null) return;
        _anvil = await Anvil.StartAsync();
        _a = await _anvil.ChainAsync(KeyOfA);
        _b = await _anvil.ChainAsync(KeyOfB);
        _now = await _anvil.TimeAsync();
        _terms = SwapTerms.Evm(_anvil.Contract, _a.PlaceOf(default), _b.PlaceOf(default), _now + Hour);
    }

    public async Task DisposeAsync()
    {
        if (_anvil is null) return;
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _anvil.DisposeAsync();
    }

    [AnvilFact]
    public async Task A_lock_is_seen_waiting_then_in_a_block_then_final_then_claimed_with_its_preimage()
    {
        Assert.Equal(-1, (await LookAsync()).LockDepth);
        Assert.Equal(BroadcastOutcome.Sent, (await OpenAsync()).Outcome);
        Assert.Equal(0, (await LookAsync()).LockDepth);
        await _anvil.MineAsync();
        Assert.Equal((1, false), await SeenAsync());
        for (var block = 0; block < 3; block++) await _anvil.MineAsync();
        Assert.Equal((4, true), await SeenAsync());

        var claimed = await ClaimAsync();

        Assert.Equal(BroadcastOutcome.Sent, claimed.Outcome);
        Assert.Equal(SwapTerms.Preimage, (await _b.LookAsync(_terms, _now, default)).Preimage);
        await _anvil.MineAsync();
        Assert.Equal(new LockSpend(SpendKind.Claim, 1, false, claimed.TransactionId!), (await LookAsync()).Spend);
        Assert.Equal(new(BroadcastOutcome.AlreadyThere, claimed.TransactionId), await ClaimAsync());
    }

    [AnvilFact]
    public async Task A_refund_is_not_yet_taken_before_the_deadline_and_pays_the_opener_after_it()
    {
        await OpenAsync();
        await _anvil.MineAsync();
        var before = await _anvil.BalanceAsync(_terms.RefundTo);
        Assert.Equal(BroadcastOutcome.NotYet, (await RefundAsync()).Outcome);

        await _anvil.MineAtAsync(_terms.Deadline);
        Assert.Equal(BroadcastOutcome.Sent, (await RefundAsync()).Outcome);
        await _anvil.MineAsync();

        Assert.Equal(SpendKind.Refund, (await LookAsync()).Spend?.Kind);
        Assert.InRange(await _anvil.BalanceAsync(_terms.RefundTo) - before - _terms.Amount.Units, -MaxFee.Units, 0);
    }

    [AnvilFact]
    public async Task An_opening_may_still_come_until_the_contract_refuses_it()
    {
        var fact = await LookAsync();
        Assert.Equal((-1, 0), (fact.LockDepth, fact.RuledOut));

        await _anvil.MineAtAsync(_terms.Deadline);

        fact = await LookAsync();
        Assert.Equal((-1, int.MaxValue), (fact.LockDepth, fact.RuledOut));
    }

    [AnvilFact]
    public async Task A_preimage_is_read_from_a_call_that_failed()
    {
        await OpenAsync();
        await _anvil.MineAsync();
        await ClaimAsync();
        await _anvil.MineAtAsync(_terms.Deadline);

        var fact = await _b.LookAsync(_terms, _now, default);

        Assert.Null(fact.Spend);
        Assert.Equal(SwapTerms.Preimage, fact.Preimage);
    }

    [AnvilFact]
    public async Task Another_amount_under_the_same_id_is_no_lock()
    {
        await _b.BroadcastAsync(
            new ChainAction.Open(_terms with { Amount = Amount.Of(_terms.Amount.Units - 1) }, MaxFee, 0), _now, default);
        await _anvil.MineAsync();

        Assert.Equal(-1, (await LookAsync()).LockDepth);
    }

    [AnvilFact]
    public async Task A_lock_is_opened_once_by_whatever_process_and_a_fee_is_raised_under_the_same_number()
    {
        await _anvil.CallAsync("anvil_setNextBlockBaseFeePerGas", "0x1");
        var first = await OpenAsync();
        Assert.Equal(BroadcastOutcome.AlreadyThere, (await OpenAsync()).Outcome);
        var raised = await OpenAsync(2);
        Assert.Equal(BroadcastOutcome.Sent, raised.Outcome);
        Assert.NotEqual(first.TransactionId, raised.TransactionId);
        await _anvil.MineAsync();

        Assert.Equal(BroadcastOutcome.AlreadyThere, (await OpenAsync(3)).Outcome);
        Assert.Equal(1, await NonceAsync());
        Assert.Equal(_terms.Amount.Units, await _anvil.BalanceAsync(_anvil.Contract));
    }

    [AnvilFact]
    public async Task A_fee_is_raised_to_its_most_and_no_further()
    {
        await OpenAsync();
        await _anvil.MineAsync();
        await ClaimAsync();

        var most = await ClaimAsync(isUrgent: true);
        var again = await ClaimAsync(attempt: 9, isUrgent: true);

        Assert.Equal(BroadcastOutcome.Sent, most.Outcome);
        Assert.Equal(new(BroadcastOutcome.AlreadyThere, most.TransactionId), again);
        var waits = await _anvil.CallAsync("eth_getTransactionByHash", most.TransactionId);
        Assert.Equal(200 * Gwei, Convert.ToInt64(waits.GetProperty("maxFeePerGas").GetString(), 16));
    }

    /// <summary>A claim that stands behind an opening that does not pay enough takes its number.</summary>
    [AnvilFact]
    public async Task A_claim_goes_before_an_opening_that_waits()
    {
        await OpenAsync();
        await _anvil.MineAsync();
        var own = SwapTerms.Evm(_anvil.Contract, _terms.RefundTo, _terms.ClaimTo, _terms.Deadline);
        await _a.BroadcastAsync(new ChainAction.Open(own, MaxFee, 0), _now, default);

        Assert.Equal(BroadcastOutcome.Sent, (await ClaimAsync()).Outcome);
        await _anvil.MineAsync();

        Assert.Equal(SpendKind.Claim, (await LookAsync()).Spend?.Kind);
        Assert.Equal(-1, (await _a.LookAsync(own, _now, default)).LockDepth);
        Assert.Equal(BroadcastOutcome.Sent, (await _a.BroadcastAsync(new ChainAction.Open(own, MaxFee, 1), _now, default)).Outcome);
        await _anvil.MineAsync();
        Assert.Equal(1, (await _a.LookAsync(own, _now, default)).LockDepth);
    }

    [AnvilFact]
    public async Task A_reorganisation_takes_the_lock_away()
    {
        var snapshot = (await _anvil.CallAsync("evm_snapshot")).GetString();
        await OpenAsync();
        await _anvil.MineAsync();
        Assert.Equal(1, (await LookAsync()).LockDepth);

        await _anvil.CallAsync("evm_revert", snapshot);
        await _anvil.MineAsync();

        Assert.Equal(-1, (await LookAsync()).LockDepth);
    }

    [AnvilFact]
    public async Task An_account_without_money_opens_nothing()
    {
        await _anvil.GiveAsync(_terms.RefundTo, 1);

        Assert.Equal(BroadcastOutcome.NoMoney, (await OpenAsync()).Outcome);
    }

    [AnvilFact]
    public async Task A_check_tells_contracts_among_the_receivers_and_another_contracts_code()
    {
        var right = await _a.CheckAsync(_terms.ClaimTo, _terms.RefundTo, _anvil.Contract, default);
        var code = await _a.CheckAsync(_anvil.Contract, ChainPlace.None, _terms.ClaimTo, default);
        await _anvil.CallAsync("anvil_setCode", "0x" + _anvil.Contract, "0x00");
        var changed = await _a.CheckAsync(_terms.ClaimTo, _anvil.Contract, _anvil.Contract, default);

        Assert.True(right is { ClaimToHasCode: false, RefundToHasCode: false, IsContractKnown: true });
        Assert.Equal(10 * BigInteger.Pow(10, 18), right.GasBalance?.Units);
        Assert.True(code is { ClaimToHasCode: true, IsContractKnown: false });
        Assert.True(changed is { RefundToHasCode: true, IsContractKnown: false });
    }

    [AnvilFact]
    public async Task Another_chain_id_is_refused_and_real_money_without_the_operators_word_too()
    {
        var another = _anvil.Settings(KeyOfA) with { Name = ChainName.Read("eip155:1337") };
        await using var anvil = await Anvil.StartAsync("987654");
        var unknown = anvil.Settings(KeyOfA) with { Name = ChainName.Read("eip155:987654") };

        var refused = await Assert.ThrowsAsync<ChainException>(() => EvmChain.OpenAsync(another, default));
        var real = await Assert.ThrowsAsync<ChainException>(() => EvmChain.OpenAsync(unknown, default));
        await using var allowed = await EvmChain.OpenAsync(unknown with { AllowMainnet = true }, default);

        Assert.Contains("its chain id is 31337", refused.Message);
        Assert.Contains("allow-mainnet", real.Message);
        Assert.False(allowed.Identity.IsTest);
        Assert.True(_a.Identity.IsTest);
    }

    private Task<ChainFact> LookAsync() => _a.LookAsync(_terms, _now, default);

    private async Task<(int, bool)> SeenAsync() => await LookAsync() is var fact ? (fact.LockDepth, fact.IsLockFinal) : default;

    private Task<BroadcastResult> OpenAsync(int attempt = 0) =>
        _b.BroadcastAsync(new ChainAction.Open(_terms, MaxFee, attempt), _now, default);

    private Task<BroadcastResult> ClaimAsync(int attempt = 0, bool isUrgent = false) => _a.BroadcastAsync(
        new ChainAction.Claim(_terms, MaxFee, attempt, SwapTerms.Preimage, default, isUrgent), _now, default);

    private Task<BroadcastResult> RefundAsync() =>
        _b.BroadcastAsync(new ChainAction.Refund(_terms, MaxFee, 0, default), _now, default);

    private async Task<int> NonceAsync() => Convert.ToInt32(
        (await _anvil.CallAsync("eth_getTransactionCount", "0x" + _terms.RefundTo, "latest")).GetString(), 16);
}
