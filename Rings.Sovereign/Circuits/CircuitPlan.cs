using System.Collections.Immutable;

namespace Rings.Sovereign.Circuits;

/// <summary>Puts parts together to a circuit.</summary>
internal sealed class CircuitPlan
{
    private readonly int _inputs;
    private readonly ImmutableArray<CircuitStep>.Builder _steps = ImmutableArray.CreateBuilder<CircuitStep>();
    private int _wires;

    /// <summary>Begins.</summary>
    /// <param name="inputs">Secret bits that go in.</param>
    public CircuitPlan(int inputs) => _inputs = _wires = inputs;

    /// <summary>Some of the inputs.</summary>
    public ImmutableArray<int> Inputs(int from, int count) => from >= 0 && count >= 0 && from + count <= _inputs
        ? [.. Enumerable.Range(from, count)]
        : throw new ArgumentOutOfRangeException(nameof(count), count, "More inputs than the circuit has.");

    /// <summary>Computes a part from wires that are there.</summary>
    /// <returns>The wires that come out.</returns>
    public ImmutableArray<int> Place(CircuitPart part, params ReadOnlySpan<ImmutableArray<int>> from)
    {
        var wires = ImmutableArray.CreateBuilder<int>(part.Inputs);
        foreach (var some in from) wires.AddRange(some);
        if (wires.Count != part.Inputs) throw new ArgumentException("Not the part's inputs.", nameof(from));
        _steps.Add(new(part, wires.MoveToImmutable(), _wires));
        _wires += part.Outputs.Length;
        return [.. Enumerable.Range(_wires - part.Outputs.Length, part.Outputs.Length)];
    }

    /// <summary>The circuit.</summary>
    /// <param name="outputs">What everybody may see.</param>
    public Circuit Finish(params ReadOnlySpan<ImmutableArray<int>> outputs)
    {
        var all = ImmutableArray.CreateBuilder<int>();
        foreach (var some in outputs) all.AddRange(some);
        return new(_inputs, _wires, _steps.ToImmutable(), all.ToImmutable());
    }
}
