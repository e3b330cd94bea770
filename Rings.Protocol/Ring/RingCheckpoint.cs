using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>
/// A member's tables, to begin with instead of joining: a restarted router takes its place again over the links that
/// are still up, and a simulation starts from an ideal ring. Entries that are not linked members are left out.
/// </summary>
/// <param name="Predecessors">Nearest first.</param>
/// <param name="Successors">Nearest first.</param>
/// <param name="Fingers">The owners of this node's finger starts, in any order.</param>
internal sealed record RingCheckpoint(
    ImmutableArray<Did> Predecessors,
    ImmutableArray<Did> Successors,
    ImmutableArray<Did> Fingers);
