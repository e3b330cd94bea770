using Rings.Protocol;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Wishes;

/// <summary>
/// What somebody wants to be shown, by whomever it is: a type of a closed hierarchy, which says itself in words and knows the statements
/// that fulfil it. Verifiers send one to whom they ask, and keep others as rules.
/// </summary>
public abstract class ProofWish
{
    private protected ProofWish()
    {
    }

    /// <summary>What whoever fulfils it is, as the end of a sentence: "the owner of its account".</summary>
    public abstract string Claim { get; }

    /// <summary>Whether a statement is what is wanted.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="prover">Who proves it.</param>
    internal abstract bool IsFulfilledBy(ProofStatement statement, Did prover);
}
