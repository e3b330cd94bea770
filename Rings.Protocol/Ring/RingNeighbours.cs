using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>A node's surroundings as it sees them; only linked members.</summary>
/// <param name="Predecessors">Nearest first; the first is the predecessor.</param>
/// <param name="Successors">Nearest first; the first is the head.</param>
internal sealed record RingNeighbours(ImmutableArray<Did> Predecessors, ImmutableArray<Did> Successors)
{
    /// <summary>Nobody on either side.</summary>
    public static RingNeighbours None { get; } = new([], []);

    /// <summary>The member just before this node; null while none is known.</summary>
    public Did? Predecessor => Predecessors.IsEmpty ? null : Predecessors[0];

    /// <summary>The member just after this node; null in a ring of one.</summary>
    public Did? Head => Successors.IsEmpty ? null : Successors[0];
}
