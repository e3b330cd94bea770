using System.Collections.Immutable;

namespace Rings.Sovereign.Circuits;

/// <summary>What a statement computes from secret bits: parts one after the other.</summary>
/// <remarks>Bit i of a byte array is bit i mod 8, counted from the lowest, of byte i / 8.</remarks>
internal sealed class Circuit
{
    /// <summary>Most AND gates: 2²⁰.</summary>
    public const int MaxAnds = 1 << 20;

    internal Circuit(int inputs, int wires, ImmutableArray<CircuitStep> steps, ImmutableArray<int> outputs)
    {
        (Inputs, Wires, Steps, Outputs) = (inputs, wires, steps, outputs);
        foreach (var step in steps)
        {
            Ands += step.Part.Ands;
            Places = Math.Max(Places, step.Part.Places);
        }

        if (Ands > MaxAnds) throw new ArgumentException("More than 2^20 AND gates.", nameof(steps));
    }

    /// <summary>Secret bits that go in: the first wires.</summary>
    public int Inputs { get; }

    /// <summary>Wires between parts.</summary>
    public int Wires { get; }

    /// <summary>The parts, in the order in which they are computed.</summary>
    public ImmutableArray<CircuitStep> Steps { get; }

    /// <summary>The wires that everybody may see.</summary>
    public ImmutableArray<int> Outputs { get; }

    /// <summary>AND gates, at most 2²⁰.</summary>
    public int Ands { get; }

    /// <summary>Places that the largest part needs.</summary>
    public int Places { get; }

    /// <summary>Bits that a proof commits to: the secret ones and one for each AND gate.</summary>
    public int WitnessBits => Inputs + Ands;

    /// <summary>Bytes of the outputs.</summary>
    public int OutputBytes => (Outputs.Length + 7) / 8;

    /// <summary>A circuit of one part.</summary>
    public static Circuit Of(CircuitPart part)
    {
        var plan = new CircuitPlan(part.Inputs);
        return plan.Finish(plan.Place(part, plan.Inputs(0, part.Inputs)));
    }
}
