namespace Rings.Simulation.Scenarios;

/// <summary>What must be true at the end of a scenario. What is null is not asked.</summary>
internal sealed record Expectations
{
    /// <summary>Whether the ring is ideal at the end: one ring of all live nodes, every list and predecessor
    /// right.</summary>
    public bool? Ideal { get; init; }

    /// <summary>The most rounds from the last change until the ring was ideal.</summary>
    public double? RoundsToIdeal { get; init; }

    /// <summary>The most seconds from the last change until the ring was ideal.</summary>
    public double? SecondsToIdeal { get; init; }

    /// <summary>The most look-ups per 10,000 that ended without the right owner.</summary>
    public double? FailuresPer10000 { get; init; }

    /// <summary>The greatest mean number of hops.</summary>
    public double? MeanHops { get; init; }

    /// <summary>The most messages that a node sent per minute, on average over the whole run.</summary>
    public double? MessagesPerNodeMinute { get; init; }
}
