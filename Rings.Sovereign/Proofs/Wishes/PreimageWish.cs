using Rings.Protocol;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Wishes;

/// <summary>"You have the file with this SHA-256."</summary>
/// <param name="hash">The SHA-256.</param>
public sealed class PreimageWish(Bytes32 hash) : ProofWish
{
    /// <summary>The SHA-256.</summary>
    public Bytes32 Hash => hash;

    /// <inheritdoc/>
    public override string Claim => $"the holder of a file with the SHA-256 {hash}";

    internal override bool IsFulfilledBy(ProofStatement statement, Did prover) => statement is PreimageStatement file && file.Hash == hash;
}
