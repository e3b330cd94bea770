using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>One UTXO chain as its operator configured it.</summary>
/// <param name="Name">Its CAIP-2 name: the endpoint's first block must begin so.</param>
/// <param name="Asset">What its money is called: <c>ltc</c>.</param>
/// <param name="Endpoint">A node's JSON-RPC, with a wallet that has the money.</param>
/// <param name="MaxFeeRate">The most that a transaction may pay, smallest units for each 1,000 virtual bytes; above 0.</param>
/// <param name="Dust">The least that an output may hold, smallest units; above 0.</param>
/// <param name="Replaces">
/// Whether the chain's nodes replace a transaction that waits by one that pays more (BIP-125). Litecoin's do not unless they are
/// told to: there the first claim and the first refund pay the most at once.
/// </param>
/// <param name="AllowMainnet">Whether a chain that is no known test chain may be used.</param>
public sealed record UtxoSettings(
    ChainName Name, string Asset, ChainEndpoint Endpoint, long MaxFeeRate, long Dust, bool Replaces,
    bool AllowMainnet)
{
    /// <summary>Decimal places of the chain's money.</summary>
    public const int Decimals = 8;

    private const int PerThousand = 1_000;

    /// <summary>The most that one transaction may pay, smallest units.</summary>
    public Amount MaxFee => Amount.Of(MaxFeeRate * UtxoWallet.OpenVirtualBytes / PerThousand);

    /// <summary>The chain with this first block.</summary>
    internal ChainIdentity IdentityOf(Bytes32 genesis) =>
        new(Name, genesis, Asset, Decimals, ChainPlace.None, TestChains.Has(Name, genesis));
}
