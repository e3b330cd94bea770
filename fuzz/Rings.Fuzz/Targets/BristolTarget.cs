using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Circuits;

namespace Rings.Fuzz.Targets;

/// <summary>Circuits in Bristol Fashion, as the vectors have them.</summary>
internal sealed class BristolTarget : IFuzzTarget
{
    public string Name => "bristol";

    public int MaxBytes => 16 * 1024;

    public long MaxAllocatedBytes => 4 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        yield return Encoding.ASCII.GetBytes(
            "6 9\n2 2 1\n1 3\n\n2 1 0 1 3 XOR\n2 1 0 2 4 AND\n1 1 4 5 INV\n1 1 3 6 EQW\n1 1 1 7 EQ\n2 1 5 6 8 AND\n");
        yield return Encoding.ASCII.GetBytes("4194304 4194305\n1 1\n1 1\n1 1 0 1 INV\n");
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var circuit = BristolReader.Read(input);
            CircuitValues.Of(circuit, new byte[(circuit.Inputs + 7) / 8]);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
