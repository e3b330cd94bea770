using System.Numerics;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>An anvil with an account for each side.</summary>
internal sealed class AnvilLedger(Anvil node) : Ledger
{
    private readonly HashSet<Did> _known = [];

    /// <summary>The most that a unit of gas may cost, wei.</summary>
    public static BigInteger MaxGasPrice { get; } = 200 * BigInteger.Pow(10, 9);

    /// <summary>The most that one call may cost, wei.</summary>
    public static BigInteger MaxFee { get; } = MaxGasPrice * HtlcContract.GasLimit;

    /// <summary>The node.</summary>
    public Anvil Node => node;

    public override ChainName Name { get; } = ChainName.Read(Anvil.Name);

    public override BigInteger Amount { get; } = BigInteger.Pow(10, 18);

    public override BigInteger MostFees => 3 * MaxFee;

    public override async Task<string> OpeningAsync(Did who)
    {
        if (_known.Add(who)) await node.GiveAsync(PlaceOf(who), 100 * BigInteger.Pow(10, 18));
        return LedgerOpening.Of(node.Settings(AccountOf(who)));
    }

    public override async Task MineAsync(long now) => await node.MineAtAsync(Math.Max(now, await node.TimeAsync() + 1));

    public override async Task<long> HeightAsync() =>
        Convert.ToInt64((await node.CallAsync("eth_blockNumber")).GetString(), 16);

    public override Task<long> TimeAsync() => node.TimeAsync();

    public override Task<BigInteger> BalanceAsync(Did who) => node.BalanceAsync(PlaceOf(who));

    /// <summary>The secret of a side's account.</summary>
    public static Bytes32 AccountOf(Did who) => Bytes32.Read(SHA256.HashData(who.ToByteArray()));

    /// <summary>A side's account.</summary>
    public static ChainPlace PlaceOf(Did who) => EvmAccount.PlaceOf(AccountOf(who));
}
