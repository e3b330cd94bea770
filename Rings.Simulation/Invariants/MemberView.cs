using Rings.Protocol;

namespace Rings.Simulation.Invariants;

/// <summary>What one live member believes, as an observer who sees all sees it.</summary>
/// <param name="Self">The member.</param>
/// <param name="Successors">Its successor list, the nearest first.</param>
/// <param name="Predecessor">Its predecessor, if it knows one.</param>
internal readonly record struct MemberView(Did Self, IReadOnlyList<Did> Successors, Did? Predecessor);
