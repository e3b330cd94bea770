using NBitcoin;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>A lock in a block.</summary>
/// <param name="Output">Where it is.</param>
/// <param name="Height">Of its block.</param>
internal sealed record UtxoFound(OutPoint Output, long Height);
