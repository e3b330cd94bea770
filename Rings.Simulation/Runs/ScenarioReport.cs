using Rings.Simulation.Scenarios;
using Rings.Simulation.World;

namespace Rings.Simulation.Runs;

/// <summary>What a run of a scenario showed.</summary>
internal sealed record ScenarioReport
{
    /// <summary>The scenario.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The samples, in the order of time.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>How look-ups ended.</summary>
    public required LookUpStatistics LookUps { get; init; }

    /// <summary>Events handled.</summary>
    public required long Events { get; init; }

    /// <summary>The SHA-256 of all events; empty without a trace.</summary>
    public required string TraceHash { get; init; }

    /// <summary>Frames sent per node and minute, over the whole run.</summary>
    public required double FramesPerNodeMinute { get; init; }

    /// <summary>Links that a live node holds on average at the end.</summary>
    public required double LinksPerNode { get; init; }

    /// <summary>Seconds from the last step's end until the ring was ideal and stayed so; null if it is not
    /// ideal.</summary>
    public required double? SecondsToIdeal { get; init; }

    /// <summary>How often the invariant was checked, each time with success.</summary>
    public required long InvariantChecks { get; init; }

    /// <summary>Rounds from the last step's end until the ring was ideal: seconds through the shortest time of a
    /// round.</summary>
    public double? RoundsToIdeal => SecondsToIdeal / RoundSeconds;

    /// <summary>Whether the ring was ideal at the end.</summary>
    public bool IsIdeal => SecondsToIdeal is not null;

    /// <summary>Seconds of one round.</summary>
    public required double RoundSeconds { get; init; }

    /// <summary>The expectations of the scenario that were not met, in words; none if all were.</summary>
    public IEnumerable<string> Failures()
    {
        var expect = Scenario.Expect;
        if (expect.Ideal == true && !IsIdeal) yield return "the ring is not ideal at the end";
        if (Exceeds("seconds to ideal", SecondsToIdeal ?? double.PositiveInfinity, expect.SecondsToIdeal) is { } slow)
            yield return slow;
        if (Exceeds("rounds to ideal", RoundsToIdeal ?? double.PositiveInfinity, expect.RoundsToIdeal) is { } rounds)
            yield return rounds;
        if (Exceeds("failures per 10,000 look-ups", LookUps.FailuresPer10000, expect.FailuresPer10000) is { } failures)
            yield return failures;
        if (Exceeds("mean hops", LookUps.Hops.Mean, expect.MeanHops) is { } hops) yield return hops;
        if (Exceeds("messages per node and minute", FramesPerNodeMinute, expect.MessagesPerNodeMinute) is { } messages)
            yield return messages;
    }

    private static string? Exceeds(string what, double value, double? most) =>
        value > most ? FormattableString.Invariant($"{what}: {value:0.##}, expected at most {most:0.##}") : null;
}
