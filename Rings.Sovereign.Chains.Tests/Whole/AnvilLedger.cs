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

    /// <summary>A side calls the contract past its chain.</summary>
    /// <param name="who">Whose account pays.</param>
    /// <param name="data">What is said to the contract.</param>
    /// <param name="tip">What a unit of gas gives to the block's maker, wei.</param>
    /// <param name="gas">The most gas that it may use.</param>
    /// <returns>The transaction's id.</returns>
    public async Task<string> CallAsync(Did who, Func<HtlcContract, string> data, long tip, int gas = HtlcContract.GasLimit)
    {
        using var rpc = new EvmRpc(node.Endpoint);
        var contract = new HtlcContract(rpc.ContractAt(HtlcContract.Hex(node.Contract)));
        var account = new EvmAccount(AccountOf(who), 31337, rpc);
        var price = new EvmPrice(10_000_000_000, tip, MaxGasPrice, 0, false);
        var sent = await account.SendAsync(new(contract.Address, data(contract), 0, gas), price, goesFirst: true, default);
        Assert.True(sent.Outcome == BroadcastOutcome.Sent, sent.Detail);
        return sent.TransactionId!;
    }

    /// <summary>The secret of a side's account.</summary>
    public static Bytes32 AccountOf(Did who) => Bytes32.Read(SHA256.HashData(who.ToByteArray()));

    /// <summary>A side's account.</summary>
    public static ChainPlace PlaceOf(Did who) => EvmAccount.PlaceOf(AccountOf(who));
}
