using Rings.Protocol;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Wishes;

/// <summary>"You own the account that you run under."</summary>
public sealed class OwnWish : ProofWish
{
    /// <inheritdoc/>
    public override string Claim => "the owner of its account";

    internal override bool IsFulfilledBy(ProofStatement statement, Did prover) =>
        statement is OwnStatement or EdwardsStatement && statement.Account == prover;
}
