namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>A credential, as what is known of a statement about it.</summary>
/// <param name="credential">One that is whole.</param>
public sealed class CredentialWitness(Credential credential) : ProofWitness
{
    internal Credential Credential => credential;
}
