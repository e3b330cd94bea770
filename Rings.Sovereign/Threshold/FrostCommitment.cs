using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Threshold;

/// <summary>What one signer shows before the message is signed: RFC 9591, 5.1.</summary>
/// <param name="Index">The signer, from 1.</param>
/// <param name="Hiding">D, the hiding nonce times the base point.</param>
/// <param name="Binding">E, the binding nonce times the base point.</param>
public sealed record FrostCommitment(int Index, Edwards25519Point Hiding, Edwards25519Point Binding);
