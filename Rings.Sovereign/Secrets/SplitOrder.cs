using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>Among whom a secret is split.</summary>
/// <param name="Guardians">2 to 32 different Dids.</param>
/// <param name="Threshold">How many shares give the secret, from 2.</param>
/// <param name="DelayHours">From the approval of a claim to the share's leaving: 0 to 720.</param>
public sealed record SplitOrder(ImmutableArray<Did> Guardians, int Threshold, int DelayHours)
{
    /// <summary>Whether its numbers are in their ranges, and the owner is no guardian of its own.</summary>
    /// <param name="owner">The owner.</param>
    public bool IsValidFor(Did owner) =>
        Guardians.Length <= Feldman.MaxCount && Threshold >= Feldman.MinThreshold && Threshold <= Guardians.Length
        && Guardians.Distinct().Count() == Guardians.Length && !Guardians.Contains(owner)
        && DelayHours is >= 0 and <= SecretCodec.MaxDelayHours;
}
