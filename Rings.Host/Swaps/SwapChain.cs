using Rings.Host.Cli;
using Rings.Sovereign.Chains.Agreeing;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Late;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Swaps;

/// <summary>One chain of <c>rings.swap.chains</c>.</summary>
/// <remarks>A node that swaps nothing loads no library of chains: no array of theirs is a field by value.</remarks>
/// <param name="Key">By which amounts name it: <c>0.5ltc</c>.</param>
/// <param name="Name">Its CAIP-2 name.</param>
/// <param name="Genesis">Its first block; null: of the test chain that the name says.</param>
/// <param name="Policy">What is demanded of it.</param>
/// <param name="Utxo">Its endpoints, one or two, of Bitcoin's family; else none.</param>
/// <param name="Evm">Its endpoints, one or two, of Ethereum's family; else none.</param>
internal sealed record SwapChain(
    string Key, ChainName Name, Bytes32? Genesis, ChainPolicy Policy, IReadOnlyList<UtxoSettings> Utxo, IReadOnlyList<EvmSettings> Evm)
{
    /// <summary>Decimal places of its money.</summary>
    public int Decimals => Name.Kind == ChainKind.Utxo ? UtxoSettings.Decimals : EvmSettings.Decimals;

    /// <summary>The chain; its endpoints are not asked yet. Who makes it disposes of it.</summary>
    /// <exception cref="UserErrorException">It counts as real money and was not allowed, or something of its settings is missing.</exception>
    public IChain Make()
    {
        if (Evm.Any(one => one.Contract.IsNone))
            throw new UserErrorException($"rings.swap.chains.{Key}.contract names no address: rings swap deploy {Key} puts the contract there");
        try
        {
            IChain[] ends = [.. Utxo.Select(one => LateChain.Of(one, Genesis)), .. Evm.Select(one => LateChain.Of(one, Genesis))];
            return ends is [var first, var second] ? new AgreeingChain(first, second) : ends[0];
        }
        catch (ChainException refused)
        {
            throw new UserErrorException($"rings.swap.chains.{Key}: {refused.Message.TrimEnd('.')}", refused);
        }
    }
}
