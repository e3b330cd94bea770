namespace Rings.Sovereign.Chains.Rpc;

/// <summary>A JSON-RPC endpoint of a chain, how long it may take and how much it may say.</summary>
/// <param name="Url">Where it is; for a UTXO chain with its wallet, such as <c>http://127.0.0.1:9332/wallet/swaps</c>.</param>
/// <param name="Deadline">The longest that one call may take; above 0.</param>
/// <param name="MaxResponseBytes">The longest response that is read, in bytes; above 0.</param>
/// <param name="User">For HTTP's Basic authentication; null: none.</param>
/// <param name="Password">For HTTP's Basic authentication.</param>
public sealed record ChainEndpoint(
    Uri Url, TimeSpan Deadline, int MaxResponseBytes, string? User = null, string? Password = null)
{
    /// <summary>Where it is, without what is secret.</summary>
    public override string ToString() => Url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
}
