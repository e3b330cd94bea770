namespace Rings.Sovereign.Circuits;

/// <summary>What a <see cref="Gate"/> computes.</summary>
internal enum GateKind
{
    /// <summary>Left ⊕ right.</summary>
    Xor,

    /// <summary>Left ∧ right: the only kind that costs bytes in a proof.</summary>
    And,

    /// <summary>¬ left.</summary>
    Not,

    /// <summary>The number left, 0 or 1.</summary>
    Constant,
}
