using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>The circuits of others that are here: nobody fetches one that somebody names.</summary>
public sealed class CircuitBook
{
    /// <summary>The most circuits.</summary>
    public const int MaxCircuits = 16;

    private readonly ImmutableDictionary<Bytes32, NamedCircuit> _circuits;

    /// <param name="circuits">At most 16.</param>
    /// <exception cref="ProtocolException">More.</exception>
    public CircuitBook(params ReadOnlySpan<NamedCircuit> circuits)
    {
        if (circuits.Length > MaxCircuits) throw new ProtocolException("circuits", "at most 16");
        var all = ImmutableDictionary.CreateBuilder<Bytes32, NamedCircuit>();
        foreach (var circuit in circuits) all[circuit.Name] = circuit;
        _circuits = all.ToImmutable();
    }

    /// <summary>None.</summary>
    public static CircuitBook Empty { get; } = new();

    /// <summary>A circuit by its name.</summary>
    /// <exception cref="ProtocolException">It is not here.</exception>
    public NamedCircuit Find(Bytes32 name) =>
        _circuits.GetValueOrDefault(name) ?? throw new ProtocolException("ProofCircuit.circuit", "a circuit that is here");
}
