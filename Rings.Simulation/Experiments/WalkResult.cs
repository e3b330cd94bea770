namespace Rings.Simulation.Experiments;

/// <summary>How a <see cref="StaleWalk"/> ended.</summary>
/// <param name="Owner">The number of the node that took the key for its own; −1 if the walk found none.</param>
/// <param name="Hops">Links crossed, the last one too.</param>
/// <param name="TimeOuts">Attempts to reach a dead node.</param>
internal readonly record struct WalkResult(int Owner, int Hops, int TimeOuts);
