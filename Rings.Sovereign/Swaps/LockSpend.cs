namespace Rings.Sovereign.Swaps;

/// <summary>What took a lock's money.</summary>
/// <param name="Kind">Claim or refund.</param>
/// <param name="Depth">In how many blocks: 1 in the last one, 0 in the mempool only.</param>
/// <param name="IsFinal">Whether its chain calls it final (EVM: its block is finalized); on a UTXO chain true where Depth is 1 or more.</param>
/// <param name="TransactionId">As the chain writes it, for people.</param>
public sealed record LockSpend(SpendKind Kind, int Depth, bool IsFinal, string TransactionId);
