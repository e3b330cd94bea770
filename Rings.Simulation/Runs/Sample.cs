using Rings.Simulation.Invariants;

namespace Rings.Simulation.Runs;

/// <summary>The state of a ring at one moment of a run.</summary>
/// <param name="Seconds">Virtual seconds since the start.</param>
/// <param name="State">How near to the ideal it was.</param>
/// <param name="Alive">Live nodes, those on their way in too.</param>
/// <param name="Frames">Frames sent until then.</param>
internal readonly record struct Sample(double Seconds, IdealState State, int Alive, long Frames);
