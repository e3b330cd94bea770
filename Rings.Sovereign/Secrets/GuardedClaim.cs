using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>A claim as the guardian knows it.</summary>
/// <param name="Claimant">Who claims.</param>
/// <param name="Owner">Whose secret.</param>
/// <param name="Secret">Which one.</param>
/// <param name="Commitment">What the claimant is bound to.</param>
/// <param name="Nonce">What this guardian drew after that.</param>
/// <param name="Since">When the claim came.</param>
public sealed record GuardedClaim(
    Did Claimant, Did Owner, SecretId Secret, Bytes32 Commitment, Bytes32 Nonce, Instant Since)
{
    /// <summary>How far it has come.</summary>
    public ClaimStage Stage { get; init; } = ClaimStage.Challenged;

    /// <summary>The words that the person has to type; never shown at this node.</summary>
    internal ClaimWords Words { get; init; }

    /// <summary>How often other words were typed.</summary>
    public int Misses { get; init; }

    /// <summary>Whether the owner's Did has said that it is not its claim.</summary>
    public bool IsVetoed { get; init; }

    /// <summary>Whether the person approved in spite of that: no further veto counts.</summary>
    public bool IsDespiteVeto { get; init; }

    /// <summary>When the share goes, or went; of a claim that is approved.</summary>
    public Instant ReleaseAt { get; init; }

    /// <summary>When the owner's Did was warned last.</summary>
    public Instant WarnedAt { get; init; }
}
