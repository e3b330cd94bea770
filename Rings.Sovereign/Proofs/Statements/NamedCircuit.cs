using Rings.Protocol;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>A circuit that somebody wrote in Bristol Fashion, by the SHA-256 of its text.</summary>
public sealed class NamedCircuit
{
    /// <summary>The longest text, bytes.</summary>
    public const int MaxText = BristolReader.MaxText;

    private NamedCircuit(Bytes32 name, Circuit circuit) => (Name, Circuit) = (name, circuit);

    /// <summary>SHA-256 of its text.</summary>
    public Bytes32 Name { get; }

    /// <summary>Secret bits that go in.</summary>
    public int Inputs => Circuit.Inputs;

    /// <summary>Bits that come out.</summary>
    public int Outputs => Circuit.Outputs.Length;

    internal Circuit Circuit { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="ProtocolException">No such text, or beyond a limit; sizes are refused before memory is taken.</exception>
    public static NamedCircuit Read(ReadOnlySpan<byte> text) => new(Bytes32.Read(BristolReader.NameOf(text)), BristolReader.Read(text));

    /// <summary>What comes out of it.</summary>
    /// <param name="inputs">The bits that go in, the lowest of a byte first.</param>
    /// <exception cref="ArgumentException">Too few.</exception>
    public byte[] Compute(ReadOnlySpan<byte> inputs) => CircuitValues.Of(Circuit, inputs).Outputs;
}
