using System.Text.Json;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>A payment of a wallet, as it lists it.</summary>
/// <param name="Id">Of the transaction.</param>
/// <param name="Depth">In how many blocks it is; 0: in none; below 0: in so many blocks is another that spends its coins.</param>
/// <param name="IsAbandoned">Whether the wallet was told to use its coins again.</param>
internal sealed record WalletPayment(string Id, long Depth, bool IsAbandoned)
{
    /// <summary>Reads an entry of <c>listtransactions</c>.</summary>
    public static WalletPayment Read(JsonElement entry) => new(
        entry.GetProperty("txid").GetString()!, entry.GetProperty("confirmations").GetInt64(),
        entry.TryGetProperty("abandoned", out var abandoned) && abandoned.GetBoolean());
}
