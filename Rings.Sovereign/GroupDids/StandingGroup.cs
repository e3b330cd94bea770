using Rings.Protocol;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.GroupDids;

/// <summary>A member's part of a group that stands.</summary>
/// <param name="Key">The group's Did and what is public of it.</param>
/// <param name="Index">Which member this is.</param>
public sealed record StandingGroup(GroupKey Key, int Index)
{
    /// <summary>Whether this member's node signs renewals by itself; null: not.</summary>
    public RenewalPolicy? Policy { get; init; }

    /// <summary>
    /// No delegation that was issued earlier is renewed: it was followed by another, or taken back.
    /// </summary>
    public Instant FollowedFrom { get; init; } = Instant.Epoch;

    /// <summary>This member's share of the secret.</summary>
    internal Edwards25519Scalar Share { get; init; }
}
