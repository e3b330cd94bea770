namespace Rings.Sovereign.Circuits;

/// <summary>Computes a circuit in the clear.</summary>
internal static class CircuitValues
{
    /// <summary>Computes everything.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="inputs">The secret bits; further bits are left out.</param>
    /// <param name="wrongGate">An AND gate, in their order, that is to be computed wrongly; −1: none. Only a cheat has one.</param>
    /// <returns>The witness: the secret bits and what each AND gate gives; and the outputs.</returns>
    public static (byte[] Witness, byte[] Outputs) Of(Circuit circuit, ReadOnlySpan<byte> inputs, int wrongGate = -1)
    {
        if (inputs.Length < (circuit.Inputs + 7) / 8) throw new ArgumentException("Too few bits.", nameof(inputs));
        var witness = new byte[(circuit.WitnessBits + 7) / 8];
        var wires = new byte[circuit.Wires];
        for (var i = 0; i < circuit.Inputs; i++) Put(witness, i, wires[i] = (byte)(inputs[i / 8] >> (i % 8) & 1));
        var at = circuit.Inputs;
        var places = new byte[circuit.Places];
        foreach (var step in circuit.Steps)
        {
            for (var i = 0; i < step.From.Length; i++) places[i] = wires[step.From[i]];
            Run(step.Part, places, witness, ref at, circuit.Inputs + wrongGate);
            for (var i = 0; i < step.Part.Outputs.Length; i++) wires[step.To + i] = places[step.Part.Outputs[i]];
        }

        var outputs = new byte[circuit.OutputBytes];
        for (var i = 0; i < circuit.Outputs.Length; i++) Put(outputs, i, wires[circuit.Outputs[i]]);
        Array.Clear(wires);
        Array.Clear(places);
        return (witness, outputs);
    }

    private static void Run(CircuitPart part, Span<byte> places, Span<byte> witness, ref int at, int wrong)
    {
        foreach (var gate in part.Gates)
        {
            switch (gate.Kind)
            {
                case GateKind.Xor:
                    places[gate.Target] = (byte)(places[gate.Left] ^ places[gate.Right]);
                    break;

                case GateKind.And:
                    var both = (byte)(places[gate.Left] & places[gate.Right]);
                    if (at == wrong) both ^= 1;
                    places[gate.Target] = both;
                    Put(witness, at++, both);
                    break;

                case GateKind.Not:
                    places[gate.Target] = (byte)(places[gate.Left] ^ 1);
                    break;

                default:
                    places[gate.Target] = (byte)gate.Left;
                    break;
            }
        }
    }

    private static void Put(Span<byte> bits, int at, byte bit) => bits[at / 8] |= (byte)(bit << (at % 8));
}
