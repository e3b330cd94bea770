using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// One chain, by an endpoint of the node's own: what it says is believed, so it is a full node of one's own, or two endpoints that
/// agree. One call at a time is made to it; each ends within the token's deadline.
/// </summary>
/// <remarks>
/// All calls throw <see cref="ChainException"/> where the chain cannot be asked, is not the chain of its identity, or two endpoints
/// do not agree; nothing else is thrown, save <see cref="OperationCanceledException"/> of the token.
/// </remarks>
public interface IChain : IAsyncDisposable
{
    /// <summary>Which chain it is, as configured; each call is refused where the endpoint is another.</summary>
    ChainIdentity Identity { get; }

    /// <summary>
    /// Where money of this node is paid to: the compressed public key of a secret (UTXO), or the address of the node's account there
    /// (EVM), whatever the secret.
    /// </summary>
    /// <param name="secret">A secret scalar of secp256k1, of this swap and this use alone.</param>
    ChainPlace PlaceOf(Bytes32 secret);

    /// <summary>Where the chain stands.</summary>
    Task<ChainTip> TipAsync(CancellationToken cancel);

    /// <summary>What is to be known before anything of a leg is locked or claimed.</summary>
    /// <param name="claimTo">Whom the leg pays; none: not known yet.</param>
    /// <param name="refundTo">Who gets it back; none: not known yet.</param>
    /// <param name="contract">The contract (EVM); none on a UTXO chain.</param>
    /// <param name="cancel">Its deadline.</param>
    Task<LegCheck> CheckAsync(ChainPlace claimTo, ChainPlace refundTo, ChainPlace contract, CancellationToken cancel);

    /// <summary>Looks for a lock, in blocks and in the mempool, and for what spends it, by its terms alone.</summary>
    /// <param name="terms">The lock.</param>
    /// <param name="since">It is in no block whose time is more than 3 hours before this, Unix seconds.</param>
    /// <param name="cancel">Its deadline.</param>
    Task<ChainFact> LookAsync(LockTerms terms, long since, CancellationToken cancel);

    /// <summary>Broadcasts a transaction, or raises its fee.</summary>
    /// <param name="action">What.</param>
    /// <param name="since">As in <see cref="LookAsync"/>.</param>
    /// <param name="cancel">Its deadline.</param>
    Task<BroadcastResult> BroadcastAsync(ChainAction action, long since, CancellationToken cancel);
}
