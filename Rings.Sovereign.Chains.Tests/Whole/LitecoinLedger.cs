using System.Numerics;
using Rings.Protocol;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>A Litecoin Core with a wallet for each side.</summary>
internal sealed class LitecoinLedger(Litecoin node, string suffix, bool replaces) : Ledger
{
    /// <summary>The most that one transaction may pay.</summary>
    public const long MaxFee = 50_000;

    private const decimal UnitsPerCoin = 100_000_000m;

    private static int _names;

    private readonly Dictionary<Did, (string Wallet, ChainEndpoint Endpoint)> _wallets = [];

    /// <summary>The node.</summary>
    public Litecoin Node => node;

    public override ChainName Name { get; } = ChainName.Read(Litecoin.Name + suffix);

    public override BigInteger Amount => 150_000_000;

    public override BigInteger MostFees => 3 * MaxFee;

    public override async Task<string> OpeningAsync(Did who)
    {
        if (!_wallets.TryGetValue(who, out var known))
        {
            var name = $"side{Interlocked.Increment(ref _names)}";
            known = (name, await node.WalletAsync(name, 60));
            _wallets[who] = known;
        }

        return LedgerOpening.Of(Name, known.Endpoint, replaces);
    }

    public override async Task MineAsync(long now)
    {
        await node.SetClockAsync(now);
        await node.MineAsync(1);
    }

    public override async Task<long> HeightAsync() => (await node.CallAsync("getblockcount")).GetInt64();

    public override Task<long> TimeAsync() => node.TimeAsync();

    public override async Task<BigInteger> BalanceAsync(Did who)
    {
        var mine = (await node.InWalletAsync(_wallets[who].Wallet, "getbalances")).GetProperty("mine");
        return (BigInteger)((mine.GetProperty("trusted").GetDecimal() + mine.GetProperty("untrusted_pending").GetDecimal())
            * UnitsPerCoin);
    }
}
