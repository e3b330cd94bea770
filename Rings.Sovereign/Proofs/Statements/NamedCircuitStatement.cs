using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"I know bits that make this circuit give that"; both sides have the circuit already, and know what it means.</summary>
public sealed class NamedCircuitStatement : CircuitStatement
{
    /// <summary>The most bytes that come out.</summary>
    public const int MaxOutputs = 256;

    private const int MaxShown = 32;

    /// <summary>Makes the statement.</summary>
    /// <param name="named">The circuit.</param>
    /// <param name="outputs">What comes out of it, the lowest bit of a byte first; bits behind the last are 0.</param>
    /// <exception cref="ProtocolException">Another length, bits where there are none, or more than 2,048 bits.</exception>
    public NamedCircuitStatement(NamedCircuit named, ImmutableArray<byte> outputs)
    {
        ArgumentNullException.ThrowIfNull(named);
        var spare = named.Outputs % 8;
        if (outputs.Length > MaxOutputs || outputs.Length != named.Circuit.OutputBytes || (spare != 0 && outputs[^1] >> spare != 0))
            throw new ProtocolException("ProofCircuit.outputs", "as many bits as come out of the circuit, at most 2,048");
        (Named, Result) = (named, outputs);
    }

    /// <summary>The circuit.</summary>
    public NamedCircuit Named { get; }

    /// <summary>What comes out of it.</summary>
    public ImmutableArray<byte> Result { get; }

    /// <inheritdoc/>
    public override string Claim
    {
        get
        {
            var shown = Convert.ToHexStringLower(Result.AsSpan()[..Math.Min(Result.Length, MaxShown)]);
            return $"the holder of {Named.Inputs} bits from which the circuit {Named.Name} makes {shown}{(Result.Length > MaxShown ? "…" : "")}";
        }
    }

    private protected override Circuit MakeCircuit() => Named.Circuit;

    private protected override ImmutableArray<byte> Outputs(ProofContext context) => Result;

    private protected override byte[]? InputsOf(ProofWitness witness, ProofContext context) =>
        witness is FileWitness file && file.Content.Length == (Named.Inputs + 7) / 8 ? file.Content.ToArray() : null;
}
