using System.Text;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Tests.Circuits;

/// <summary>Writes a part in Bristol Fashion: each gate has a wire of its own again, and the outputs are copied to the end.</summary>
internal static class BristolText
{
    public static string Of(CircuitPart part)
    {
        var wires = new int[part.Places];
        for (var i = 0; i < part.Inputs; i++) wires[i] = i;
        var next = part.Inputs;
        var lines = new StringBuilder();
        foreach (var gate in part.Gates)
        {
            lines.Append(gate.Kind switch
            {
                GateKind.Constant => $"1 1 {gate.Left} {next} EQ\n",
                GateKind.Not => $"1 1 {wires[gate.Left]} {next} INV\n",
                _ => $"2 1 {wires[gate.Left]} {wires[gate.Right]} {next} {(gate.Kind == GateKind.And ? "AND" : "XOR")}\n",
            });
            wires[gate.Target] = next++;
        }

        foreach (var output in part.Outputs) lines.Append("1 1 ").Append(wires[output]).Append(' ').Append(next++).Append(" EQW\n");
        return $"{next - part.Inputs} {next}\n1 {part.Inputs}\n1 {part.Outputs.Length}\n{lines}";
    }
}
