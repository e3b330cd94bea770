namespace Rings.Sovereign.Chains.Evm;

/// <summary>A transaction that the account sent, and that was in no block when it was looked at last.</summary>
internal sealed record EvmSent(EvmCall Call, long Nonce, GasPrice Price, bool GoesFirst, string Id);
