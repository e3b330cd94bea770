namespace Rings.Sovereign.Swaps;

/// <summary>What became of a <see cref="ChainAction"/>, and which transaction stands for it.</summary>
/// <param name="Outcome">What.</param>
/// <param name="TransactionId">As the chain writes it; null: none.</param>
/// <param name="Detail">The chain's own words where it refused; for people and logs.</param>
public sealed record BroadcastResult(BroadcastOutcome Outcome, string? TransactionId = null, string? Detail = null);
