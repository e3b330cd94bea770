using Rings.Simulation.World;

namespace Rings.Simulation.Nemesis;

/// <summary>What a run of the nemesis is made of.</summary>
/// <param name="Seed">Where all chance comes from.</param>
/// <param name="Nodes">Nodes of the ring.</param>
/// <param name="For">How long faults begin.</param>
/// <param name="Flaw">What is broken on purpose.</param>
internal sealed record NemesisOptions(ulong Seed, int Nodes, TimeSpan For, StorageFlaw Flaw);
