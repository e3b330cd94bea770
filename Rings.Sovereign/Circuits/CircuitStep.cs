using System.Collections.Immutable;

namespace Rings.Sovereign.Circuits;

/// <summary>A part at its place in a circuit.</summary>
/// <param name="Part">The part.</param>
/// <param name="From">The circuit's wires that go in.</param>
/// <param name="To">The circuit's first wire that comes out; the others follow it.</param>
internal sealed record CircuitStep(CircuitPart Part, ImmutableArray<int> From, int To);
