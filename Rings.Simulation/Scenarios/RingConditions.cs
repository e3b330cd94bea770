namespace Rings.Simulation.Scenarios;

/// <summary>The settings of the ring that a scenario sets; the others keep the defaults of Rings.Protocol.</summary>
internal sealed record RingConditions
{
    /// <summary>Entries of a successor list, r; null keeps the default.</summary>
    public int? Successors { get; init; }

    /// <summary>Links that a node keeps; null keeps the default.</summary>
    public int? LinkBudget { get; init; }

    /// <summary>A fixed time between two rounds of stabilisation in seconds; null lets the pace adapt.</summary>
    public double? Round { get; init; }
}
