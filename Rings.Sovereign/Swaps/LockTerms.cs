using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// The terms that one lock is made of; the same terms give the same script (UTXO) or the same lock's id (EVM). A lock is found on
/// its chain by these and by nothing that a peer says.
/// </summary>
/// <param name="Chain">On which chain.</param>
/// <param name="Amount">The lock holds exactly this: another amount under the same script or id is no such lock.</param>
/// <param name="Hash">SHA-256 of the preimage of 32 bytes that opens it for the claimer.</param>
/// <param name="ClaimTo">Whom the preimage pays.</param>
/// <param name="RefundTo">Whom the deadline pays.</param>
/// <param name="Deadline">T, Unix seconds: median time of a UTXO chain, a block's own time of an EVM chain.</param>
/// <param name="Contract">The contract (EVM), of 20 bytes; none on a UTXO chain.</param>
public sealed record LockTerms(
    ChainName Chain, Amount Amount, Bytes32 Hash, ChainPlace ClaimTo, ChainPlace RefundTo, long Deadline, ChainPlace Contract);
