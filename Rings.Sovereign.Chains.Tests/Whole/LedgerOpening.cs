using System.Numerics;
using Rings.Sovereign.Chains.Agreeing;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>How any process opens a chain of a test, as one word.</summary>
internal static class LedgerOpening
{
    /// <summary>A node of Litecoin with a wallet.</summary>
    public static string Of(ChainName name, ChainEndpoint wallet, bool replaces) => $"ltc,{name},{wallet.Url},{replaces}";

    /// <summary>A node of Ethereum with an account.</summary>
    public static string Of(EvmSettings settings) =>
        $"eth,{settings.Name},{settings.Endpoint.Url},{settings.Contract},{settings.Account}";

    /// <summary>Opens it; two words with a plus between them are two endpoints that have to agree.</summary>
    public static async Task<IChain> OpenAsync(string word)
    {
        if (word.Split('+') is [var one, var two])
            return new AgreeingChain(await OpenAsync(one), await OpenAsync(two));
        var parts = word.Split(',');
        var (name, url) = (ChainName.Read(parts[1]), new Uri(parts[2]));
        return parts[0] == "ltc"
            ? await UtxoChain.OpenAsync(new(
                name, "ltc", new(url, TimeSpan.FromSeconds(30), 64 << 20, "rings", "test"), MaxFeeRate: 100_000, Dust: 3_300,
                Replaces: bool.Parse(parts[3]), AllowMainnet: false), default)
            : await EvmChain.OpenAsync(new(
                name, "eth", new(url, TimeSpan.FromSeconds(30), 16 << 20),
                ChainPlace.Read(Convert.FromHexString(parts[3])), Bytes32.Read(Convert.FromHexString(parts[4])),
                AnvilLedger.MaxGasPrice, Tip: BigInteger.Pow(10, 9), AllowMainnet: false), default);
    }
}
