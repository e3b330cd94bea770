using System.Collections.Immutable;

namespace Rings.Sovereign.Secrets;

/// <summary>What a claimant has to do with one guardian.</summary>
/// <param name="Claim">The claim's name.</param>
/// <param name="Random">What the claim is bound to, and what is shown when the guardian has drawn its nonce.</param>
public sealed record RecoveryPart(SecretId Claim, Bytes32 Random)
{
    /// <summary>What the guardian drew; null: it has not answered.</summary>
    public Bytes32? Nonce { get; init; }

    /// <summary>What it gave back, one of each version.</summary>
    public ImmutableArray<SecretMessage.Return> Returns { get; init; } = [];
}
