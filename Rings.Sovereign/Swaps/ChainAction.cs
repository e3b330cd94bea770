using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// What is to be broadcast. It is asked for again at each block until it is deep: the same action again is the same transaction
/// with a higher fee, or nothing where it is there and pays enough.
/// </summary>
/// <param name="Terms">The lock.</param>
/// <param name="MaxFee">The most that the whole transaction may pay, in the chain's smallest unit.</param>
/// <param name="Attempt">0 at first, one more at each block that did not take it; each raises the fee.</param>
public abstract record ChainAction(LockTerms Terms, Amount MaxFee, int Attempt)
{
    /// <summary>Locks the money of this node's wallet. Where the lock is there already, in a block or in the mempool, nothing.</summary>
    /// <param name="Terms">The lock.</param>
    /// <param name="MaxFee">The most.</param>
    /// <param name="Attempt">How often before.</param>
    public sealed record Open(LockTerms Terms, Amount MaxFee, int Attempt) : ChainAction(Terms, MaxFee, Attempt);

    /// <summary>Takes a lock's money with the preimage.</summary>
    /// <param name="Terms">The lock.</param>
    /// <param name="MaxFee">The most.</param>
    /// <param name="Attempt">How often before.</param>
    /// <param name="Preimage">Its 32 bytes.</param>
    /// <param name="Key">The secret key of <c>ClaimTo</c> (UTXO); unused on an EVM chain, whose account pays the gas.</param>
    /// <param name="IsUrgent">Whether the first transaction already pays the most.</param>
    public sealed record Claim(LockTerms Terms, Amount MaxFee, int Attempt, Bytes32 Preimage, Bytes32 Key, bool IsUrgent)
        : ChainAction(Terms, MaxFee, Attempt)
    {
        /// <summary>Nothing secret.</summary>
        public override string ToString() => $"Claim {Terms.Hash} {Attempt}";
    }

    /// <summary>Takes a lock's money back after its deadline.</summary>
    /// <param name="Terms">The lock.</param>
    /// <param name="MaxFee">The most.</param>
    /// <param name="Attempt">How often before.</param>
    /// <param name="Key">The secret key of <c>RefundTo</c> (UTXO); unused on an EVM chain.</param>
    public sealed record Refund(LockTerms Terms, Amount MaxFee, int Attempt, Bytes32 Key) : ChainAction(Terms, MaxFee, Attempt)
    {
        /// <summary>Nothing secret.</summary>
        public override string ToString() => $"Refund {Terms.Hash} {Attempt}";
    }
}
