using System.Collections.Immutable;

namespace Rings.Sovereign.Circuits;

/// <summary>
/// A run of gates that a circuit contains once or many times. Its wires are laid out anew so that each place is used again when
/// what lay there is not read any more: a SHA-256 block has 100,000 wires and 2,000 places, which stay in the processor's cache.
/// </summary>
internal sealed class CircuitPart
{
    private readonly Gate[] _gates;

    private CircuitPart(int inputs, Gate[] gates, ImmutableArray<int> outputs, int places, int ands)
    {
        _gates = gates;
        (Inputs, Outputs, Places, Ands) = (inputs, outputs, places, ands);
    }

    /// <summary>How many wires go in; they lie in the first places.</summary>
    public int Inputs { get; }

    /// <summary>The gates, in the order in which they are computed.</summary>
    public ReadOnlySpan<Gate> Gates => _gates;

    /// <summary>The places of what comes out.</summary>
    public ImmutableArray<int> Outputs { get; }

    /// <summary>How many places a computation needs.</summary>
    public int Places { get; }

    /// <summary>AND gates.</summary>
    public int Ands { get; }

    /// <summary>Lays gates out.</summary>
    /// <param name="inputs">Wires 0 to inputs − 1 go in.</param>
    /// <param name="wires">Number of wires.</param>
    /// <param name="gates">Each wire is written once, before it is read. The array is taken over and changed.</param>
    /// <param name="outputs">Wires that come out.</param>
    public static CircuitPart Create(int inputs, int wires, Gate[] gates, ReadOnlySpan<int> outputs)
    {
        var last = LastReads(inputs, wires, gates, outputs);
        var place = new int[wires];
        var free = new Stack<int>();
        var (places, ands) = (inputs, 0);
        for (var i = 0; i < inputs; i++)
        {
            place[i] = i;
            if (last[i] < 0) free.Push(i);
        }

        for (var i = 0; i < gates.Length; i++)
        {
            var gate = gates[i];
            var isBinary = gate.Kind is GateKind.Xor or GateKind.And;
            var left = gate.Kind == GateKind.Constant ? gate.Left : place[gate.Left];
            var right = isBinary ? place[gate.Right] : 0;
            if (gate.Kind != GateKind.Constant && last[gate.Left] == i) free.Push(left);
            if (isBinary && gate.Right != gate.Left && last[gate.Right] == i) free.Push(right);
            var target = place[gate.Target] = free.Count > 0 ? free.Pop() : places++;
            if (last[gate.Target] < 0) free.Push(target);
            if (gate.Kind == GateKind.And) ands++;
            gates[i] = new(gate.Kind, target, left, right);
        }

        var ends = ImmutableArray.CreateBuilder<int>(outputs.Length);
        foreach (var wire in outputs) ends.Add(place[wire]);
        return new(inputs, gates, ends.MoveToImmutable(), places, ands);
    }

    /// <summary>The gate that reads a wire last; −1: none; the number of gates: it comes out.</summary>
    private static int[] LastReads(int inputs, int wires, Gate[] gates, ReadOnlySpan<int> outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wires, inputs);
        var last = new int[wires];
        Array.Fill(last, -1);
        for (var i = 0; i < gates.Length; i++)
        {
            if (gates[i].Kind != GateKind.Constant) last[gates[i].Left] = i;
            if (gates[i].Kind is GateKind.Xor or GateKind.And) last[gates[i].Right] = i;
        }

        foreach (var wire in outputs) last[wire] = gates.Length;
        return last;
    }
}
