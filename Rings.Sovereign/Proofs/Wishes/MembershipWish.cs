using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Wishes;

/// <summary>"You own one of exactly these accounts": a rule of a verifier, never sent.</summary>
/// <param name="keys">The list, in its order.</param>
/// <param name="words">The words of its tag; null: one without a tag.</param>
public sealed class MembershipWish(ImmutableArray<Secp256k1Point> keys, string? words) : ProofWish
{
    /// <inheritdoc/>
    public override string Claim =>
        $"the owner of one of {keys.Length} accounts{(words is null ? "" : $", marked once for '{words}'")}, and does not say which";

    internal override bool IsFulfilledBy(ProofStatement statement, Did prover) =>
        statement is OneOfStatement list && list.Tag?.Words == words && list.Keys.SequenceEqual(keys);
}
