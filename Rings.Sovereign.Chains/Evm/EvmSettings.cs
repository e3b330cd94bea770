using System.Numerics;
using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>One EVM chain as its operator configured it.</summary>
/// <param name="Name">Its CAIP-2 name, which has the chain id.</param>
/// <param name="Asset">What its money is called: <c>eth</c>.</param>
/// <param name="Endpoint">A node's JSON-RPC.</param>
/// <param name="Contract">Where RingsHtlc is, 20 bytes.</param>
/// <param name="Account">The secret key of the account that pays, is paid, and is used for nothing else.</param>
/// <param name="MaxGasPrice">The most that a unit of gas may cost, wei; above 0.</param>
/// <param name="Tip">What a unit of gas gives to the block's maker at first, wei; 0 and more.</param>
/// <param name="AllowMainnet">Whether a chain that is no known test chain may be used.</param>
public sealed record EvmSettings(
    ChainName Name, string Asset, ChainEndpoint Endpoint, ChainPlace Contract, Bytes32 Account,
    BigInteger MaxGasPrice, BigInteger Tip, bool AllowMainnet)
{
    /// <summary>Decimal places of the chain's money.</summary>
    public const int Decimals = 18;

    /// <summary>The most that one call may pay, wei.</summary>
    public Amount MaxFee => Amount.Of(MaxGasPrice * HtlcContract.GasLimit);

    /// <summary>The chain with this first block.</summary>
    internal ChainIdentity IdentityOf(Bytes32 genesis) =>
        new(Name, genesis, Asset, Decimals, Contract, TestChains.Has(Name, genesis));

    /// <summary>Nothing secret.</summary>
    public override string ToString() => $"{Name} at {Endpoint}, contract {Contract}";
}
