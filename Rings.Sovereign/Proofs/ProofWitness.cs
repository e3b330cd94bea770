namespace Rings.Sovereign.Proofs;

/// <summary>What a prover knows and shows to nobody. A closed hierarchy.</summary>
public abstract class ProofWitness
{
    private protected ProofWitness()
    {
    }

    /// <summary>Says nothing: it is secret.</summary>
    public sealed override string ToString() => "a witness";
}
