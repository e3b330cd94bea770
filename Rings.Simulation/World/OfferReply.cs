using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Simulation.World;

/// <summary>What comes back for an offer.</summary>
/// <param name="Answer">The bytes of the answer; empty where there is none.</param>
/// <param name="Failure">Why there is none; null where there is one.</param>
/// <param name="Instead">Whom the peer named instead of itself.</param>
internal sealed record OfferReply(ReadOnlyMemory<byte> Answer, LinkFailure? Failure, ImmutableArray<Did> Instead)
{
    /// <summary>Nobody answered.</summary>
    public static readonly OfferReply None = new(default, LinkFailure.Unreachable, []);
}
