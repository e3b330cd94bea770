using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.GroupDids;

/// <summary>What a member was asked to sign.</summary>
/// <param name="Proposal">What.</param>
/// <param name="Proposer">By whom: a member, or the node that runs for the group.</param>
/// <param name="Answer">What this member says to it.</param>
public sealed record GroupRequest(GroupMessage.Proposal Proposal, Did Proposer, GroupAnswer Answer)
{
    /// <summary>The signature; empty: there is none yet.</summary>
    public ImmutableArray<byte> Signature { get; init; } = [];

    /// <summary>Whether its person may still decide, or it may still be signed.</summary>
    public bool IsOpenAt(Instant now) =>
        Signature.IsEmpty && now < Proposal.Until && Answer is GroupAnswer.Waiting or GroupAnswer.Approved;
}
