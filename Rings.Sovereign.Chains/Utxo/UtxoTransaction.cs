using System.Text.Json;
using NBitcoin;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>A transaction of a block, as a node tells it in JSON; nothing of it is read that is not asked for.</summary>
internal readonly struct UtxoTransaction(JsonElement json)
{
    /// <summary>How the outputs of Litecoin's integrating transaction begin: witness version 8, 32 bytes.</summary>
    private const string HogAddress = "5820";

    /// <summary>Its id, as nodes write it.</summary>
    public string Id => json.GetProperty("txid").GetString()!;

    /// <summary>
    /// Whether it is the transaction of a Litecoin block that stands for its extension block: what it pays is not to be spent for
    /// some blocks.
    /// </summary>
    public bool IsHogEx =>
        json.GetProperty("vout").EnumerateArray().Any(output =>
            output.GetProperty("scriptPubKey").GetProperty("hex").GetString()!.StartsWith(HogAddress, StringComparison.Ordinal));

    /// <summary>What it spends, with the items of each witness.</summary>
    public IEnumerable<(OutPoint Output, IReadOnlyList<byte[]> Witness)> Inputs
    {
        get
        {
            foreach (var input in json.GetProperty("vin").EnumerateArray())
                if (input.TryGetProperty("txid", out var id) && input.TryGetProperty("vout", out var index))
                    yield return (
                        new OutPoint(uint256.Parse(id.GetString()!), index.GetUInt32()),
                        input.TryGetProperty("txinwitness", out var items)
                            ? [.. items.EnumerateArray().Select(item => Convert.FromHexString(item.GetString()!))]
                            : []);
        }
    }

    /// <summary>Which of its outputs is a lock: its script and exactly its amount.</summary>
    public OutPoint? Find(UtxoLock locked)
    {
        var script = locked.Output.ToHex();
        foreach (var output in json.GetProperty("vout").EnumerateArray())
            if (output.GetProperty("scriptPubKey").GetProperty("hex").GetString() == script
                && output.GetProperty("value").GetDecimal() * UtxoRpc.UnitsPerCoin == locked.Amount.Satoshi)
                return new OutPoint(uint256.Parse(Id), output.GetProperty("n").GetUInt32());
        return null;
    }
}
