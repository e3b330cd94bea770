using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// What a chain says about one lock at one moment: whole each time, so that nothing has to be remembered of what it said before,
/// a crash forgets nothing, and a reorganisation is that what was there is there no more.
/// </summary>
/// <param name="Tip">Where the chain stands.</param>
/// <param name="LockDepth">
/// In how many blocks the lock is: 1 in the last one, 0 in the mempool only; −1: it is nowhere. What is spent is still there.
/// </param>
/// <param name="IsLockFinal">Whether its chain calls it final (EVM: its block is finalized); on a UTXO chain true where LockDepth is 1 or more.</param>
/// <param name="Spend">What took its money; null: nothing. Where claim and refund are both under way, the one in a block.</param>
/// <param name="Preimage">
/// The preimage, as read from any claim of this lock: in a block, in the mempool, or in a call that failed; null: none was seen. Its
/// hash is the terms' (checked by whoever reads the chain).
/// </param>
public sealed record ChainFact(ChainTip Tip, int LockDepth, bool IsLockFinal, LockSpend? Spend, Bytes32? Preimage)
{
    /// <summary>
    /// Of a lock that is nowhere: in how many blocks lies what keeps it from ever coming, as another spend of the coins of its
    /// opening; 0: it may still come; the largest number: nothing that was sent can bring it.
    /// </summary>
    public int RuledOut { get; init; } = int.MaxValue;

    /// <summary>A lock that is nowhere.</summary>
    public static ChainFact Nothing(ChainTip tip) => new(tip, -1, false, null, null);
}
