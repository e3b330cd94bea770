namespace Rings.Sovereign.Circuits;

/// <summary>Builds a part gate by gate. What follows from constants is computed here and costs no gate.</summary>
internal sealed class CircuitBuilder
{
    private readonly List<Gate> _gates = [];
    private readonly int _inputs;
    private int _wires;

    /// <summary>Begins.</summary>
    /// <param name="inputs">Wires 0 to inputs − 1 go in.</param>
    public CircuitBuilder(int inputs) => _inputs = _wires = inputs;

    /// <summary>The constant false. Not a wire that exists before it comes out.</summary>
    public static int Zero => -2;

    /// <summary>The constant true.</summary>
    public static int One => -1;

    /// <summary>Whether a wire is a constant.</summary>
    public static bool IsConstant(int wire) => wire < 0;

    /// <summary>a ⊕ b.</summary>
    public int Xor(int a, int b)
    {
        if (IsConstant(a)) (a, b) = (b, a);
        if (a == b) return Zero;
        if (b == Zero) return a;
        if (b == One) return Not(a);
        return Add(GateKind.Xor, a, b);
    }

    /// <summary>a ∧ b.</summary>
    public int And(int a, int b)
    {
        if (a == Zero || b == Zero) return Zero;
        if (a == One || a == b) return b;
        return b == One ? a : Add(GateKind.And, a, b);
    }

    /// <summary>a ∨ b.</summary>
    public int Or(int a, int b) => Not(And(Not(a), Not(b)));

    /// <summary>¬ a.</summary>
    public int Not(int a) => IsConstant(a) ? Zero + One - a : Add(GateKind.Not, a, 0);

    /// <summary>Whether at least two of three are true; one AND.</summary>
    public int Majority(int a, int b, int c)
    {
        // Turned about a constant, where there is one, so that two constants cost nothing.
        if (IsConstant(b)) (a, b) = (b, a);
        if (IsConstant(c)) (a, c) = (c, a);
        return Xor(a, And(Xor(a, b), Xor(a, c)));
    }

    /// <summary>b where the choice is true, a where it is false; one AND.</summary>
    public int Choose(int choice, int a, int b) => Xor(a, And(choice, Xor(a, b)));

    /// <summary>The part.</summary>
    /// <param name="outputs">What comes out, constants too.</param>
    public CircuitPart Finish(ReadOnlySpan<int> outputs)
    {
        var wires = new int[outputs.Length];
        for (var i = 0; i < wires.Length; i++) wires[i] = IsConstant(outputs[i]) ? Constant(outputs[i]) : outputs[i];
        return CircuitPart.Create(_inputs, _wires, [.. _gates], wires);
    }

    private int Constant(int constant) => Add(GateKind.Constant, constant - Zero, 0);

    private int Add(GateKind kind, int left, int right)
    {
        _gates.Add(new(kind, _wires, left, right));
        return _wires++;
    }
}
