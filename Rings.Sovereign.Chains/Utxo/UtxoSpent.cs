using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>What spent a lock, in a block.</summary>
/// <param name="Kind">Claim or refund.</param>
/// <param name="TransactionId">As nodes write it.</param>
/// <param name="Height">Of its block.</param>
internal sealed record UtxoSpent(SpendKind Kind, string TransactionId, long Height);
