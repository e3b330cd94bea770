namespace Rings.Sovereign.Circuits;

/// <summary>How large a circuit may be (docs/protocol/12-proofs.md).</summary>
internal static class CircuitLimits
{
    /// <summary>Most AND gates: 2²⁰.</summary>
    public const int MaxAnds = 1 << 20;

    /// <summary>Most gates, and most wires: 2²².</summary>
    public const int MaxGates = 1 << 22;

    /// <summary>Longest text of a circuit, bytes.</summary>
    public const int MaxText = 64 << 20;
}
