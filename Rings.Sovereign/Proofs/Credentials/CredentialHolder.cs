using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>Whose a credential is, as its leaf says it in 32 bytes.</summary>
/// <param name="Did">The account, of a named one; null: it is anonymous.</param>
/// <param name="Field">Did ‖ 12 random bytes; or SHA-256(RH1 ‖ h) of an anonymous one.</param>
public readonly record struct CredentialHolder(Did? Did, Bytes32 Field)
{
    /// <summary>Random bytes behind the Did.</summary>
    public const int BlindBytes = 12;

    /// <summary>A named one.</summary>
    /// <param name="did">The account.</param>
    /// <param name="blind">12 bytes that nobody can guess, so that nobody finds the leaf by trying.</param>
    public static CredentialHolder Named(Did did, ReadOnlySpan<byte> blind) => blind.Length == BlindBytes
        ? new(did, Bytes32.Read([.. did.ToByteArray(), .. blind]))
        : throw new ProtocolException("CredentialFile.blind", "12 bytes");

    /// <summary>An anonymous one.</summary>
    /// <param name="hash">SHA-256(RH1 ‖ h), which its holder hands in.</param>
    public static CredentialHolder Anonymous(Bytes32 hash) => new(null, hash);
}
