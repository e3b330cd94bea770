using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Utxo;

/// <summary>An opening that no block took in time, on a Litecoin Core whose mempool replaces nothing and has dropped it.</summary>
public sealed class LateOpeningSpecs : IAsyncLifetime
{
    private const string Wallet = "late";
    private const int Coins = 10;
    private const long Hour = 3600;

    private Litecoin _node = null!;
    private UtxoChain _chain = null!;
    private LockTerms _terms = null!;
    private long _begun;

    public async Task InitializeAsync()
    {
        if (Parts.Missing(litecoin: true, npm: false) is not null) return;
        _node = await Litecoin.StartAsync(replaces: false);
        _chain = await _node.ChainAsync(await _node.WalletAsync(Wallet, Coins));
        _begun = await _node.MedianAsync();
        _terms = SwapTerms.Utxo(_begun + Hour);
    }

    public async Task DisposeAsync()
    {
        if (_chain is not null) await _chain.DisposeAsync();
        if (_node is not null) await _node.DisposeAsync();
    }

    [LitecoinFact]
    public async Task It_may_still_come_until_its_coins_are_spent_otherwise_so_deep_that_it_stays()
    {
        var id = await OpenAndForgetAsync();
        Assert.Equal((-1, 0), await RuledOutAsync(_terms));
        await _node.PassAsync(_terms.Deadline);
        Assert.Equal((-1, 0), await RuledOutAsync(_terms));
        Assert.Equal((-1, int.MaxValue), await RuledOutAsync(_terms with { Amount = Amount.Of(149_999_999) }));

        // What a person does whose wallet is to use the coins again.
        await _node.InWalletAsync(Wallet, "abandontransaction", id);
        Assert.Equal((-1, 0), await RuledOutAsync(_terms));
        await SpendAllAsync();
        await _node.MineAsync(1);
        Assert.Equal((-1, 1), await RuledOutAsync(_terms));
        await _node.MineAsync(2);

        Assert.Equal((-1, 3), await RuledOutAsync(_terms));
    }

    [LitecoinFact]
    public async Task It_is_seen_and_taken_back_when_it_is_mined_after_its_deadline()
    {
        var opening = UtxoRpc.ParseOrNull(
            (await _node.CallAsync("getrawtransaction", (await OpenAsync()).TransactionId)).GetString()!)!;
        await _node.ForgetMempoolAsync();
        await _node.PassAsync(_terms.Deadline);

        Assert.False((await _node.MineAsync(opening)).IsError);
        Assert.Equal(1, (await LookAsync(_terms)).LockDepth);
        var refund = await _chain.BroadcastAsync(
            new ChainAction.Refund(_terms, Amount.Of(100_000), 0, SwapTerms.RefundKey), _begun, default);
        await _node.MineAsync(1);

        Assert.Equal(new(SpendKind.Refund, 1, true, refund.TransactionId!), (await LookAsync(_terms)).Spend);
    }

    private async Task<string> OpenAndForgetAsync()
    {
        var opened = await OpenAsync();
        Assert.Equal(BroadcastOutcome.Sent, opened.Outcome);
        await _node.ForgetMempoolAsync();
        return opened.TransactionId!;
    }

    private Task<BroadcastResult> OpenAsync() =>
        _chain.BroadcastAsync(new ChainAction.Open(_terms, Amount.Of(100_000), 0), _begun, default);

    /// <summary>Pays all coins of the wallet to itself.</summary>
    private async Task SpendAllAsync()
    {
        var address = (await _node.InWalletAsync(Wallet, "getnewaddress", "", "bech32")).GetString();
        var paid = await _node.InWalletAsync(Wallet, "sendtoaddress", address, Coins, "", "", true);
        var hex = (await _node.InWalletAsync(Wallet, "gettransaction", paid.GetString())).GetProperty("hex").GetString();
        await _node.CallAsync("sendrawtransaction", hex);
    }

    private Task<ChainFact> LookAsync(LockTerms terms) => _chain.LookAsync(terms, _begun, default);

    private async Task<(int Depth, int RuledOut)> RuledOutAsync(LockTerms terms) =>
        await LookAsync(terms) is var fact ? (fact.LockDepth, fact.RuledOut) : default;
}
