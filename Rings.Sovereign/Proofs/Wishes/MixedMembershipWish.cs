using Rings.Protocol;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Wishes;

/// <summary>The same of a list with Ed25519 keys in it, whose members are parts of an "or": a rule of a verifier, never sent.</summary>
/// <param name="list">The members.</param>
public sealed class MixedMembershipWish(AnyStatement list) : ProofWish
{
    /// <inheritdoc/>
    public override string Claim => list.Claim;

    internal override bool IsFulfilledBy(ProofStatement statement, Did prover) =>
        statement is AnyStatement && statement.ToBytes().AsSpan().SequenceEqual(list.ToBytes().AsSpan());
}
