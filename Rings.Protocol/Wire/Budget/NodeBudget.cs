using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Wire;

/// <summary>
/// What the links of one node share: everything that is bounded for the node and not for each link (protocol.md,
/// section 9). What one link may take of it is its share.
/// </summary>
/// <remarks>One for a node. Safe for use by several threads, as each of its parts is.</remarks>
/// <param name="ring">The node's ring.</param>
/// <param name="limits">The bounds.</param>
internal sealed class NodeBudget(RingId ring, NodeLimits limits)
{
    /// <summary>Bytes of frames that are held in the node. Each link has a share.</summary>
    public SharedStock Held { get; } = new(limits.HeldBytes);

    /// <summary>Messages that are verified.</summary>
    public SharedRate<Did> Verifications { get; } = new(limits.VerificationsPerSecond, limits.VerificationsPerSecond);

    /// <summary>Messages that a link brings again.</summary>
    public SharedRate<Did> Repeats { get; } = new(limits.RepeatsPerSecond, limits.RepeatsPerSecond);

    /// <summary>The way back of requests that were relayed, by the Dids of neighbours.</summary>
    public Crumbs<Did> Crumbs { get; } = new(limits.Crumbs);

    /// <summary>Paths that go through, from or to the node.</summary>
    public PathPlaces Paths { get; } = new(limits.Paths);

    /// <summary>Judges all delegations that are shown to the node.</summary>
    public DelegationVerifier Delegations { get; } = new(ring, limits.Delegations);
}
