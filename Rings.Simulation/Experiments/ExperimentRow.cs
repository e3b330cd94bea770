namespace Rings.Simulation.Experiments;

/// <summary>One line of a table: ours, and what others published for the same set-up.</summary>
internal sealed record ExperimentRow
{
    /// <summary>The experiment, such as <c>chord-failures</c>.</summary>
    public required string Experiment { get; init; }

    /// <summary>Nodes at the start.</summary>
    public required int Nodes { get; init; }

    /// <summary>What varies: a share of nodes, or nodes per second.</summary>
    public required double Parameter { get; init; }

    /// <summary>Look-ups made.</summary>
    public required long LookUps { get; init; }

    /// <summary>Mean hops of those that found the owner, the last hop too.</summary>
    public required double MeanHops { get; init; }

    /// <summary>The 99th percentile of the hops.</summary>
    public required int P99Hops { get; init; }

    /// <summary>Time-outs per look-up.</summary>
    public required double TimeOuts { get; init; }

    /// <summary>Wrong and unanswered look-ups for 10,000.</summary>
    public required double FailuresPer10000 { get; init; }

    /// <summary>Links that a node holds on average.</summary>
    public required double LinksPerNode { get; init; }

    /// <summary>The published mean path, if there is one.</summary>
    public double? PublishedHops { get; init; }

    /// <summary>The published time-outs, if there are any.</summary>
    public double? PublishedTimeOuts { get; init; }

    /// <summary>The published failures, if there are any.</summary>
    public double? PublishedFailures { get; init; }

    /// <summary>How often a hop count occurred: index 0 for no hop.</summary>
    public IReadOnlyList<long> HopCounts { get; init; } = [];

    /// <summary>Whether ours is at most the published figure in each cell that has one, in the precision of the printed
    /// cell.</summary>
    public bool IsAtMostPublished =>
        Math.Round(MeanHops, 2) <= (PublishedHops ?? double.MaxValue)
        && Math.Round(TimeOuts, 2) <= (PublishedTimeOuts ?? double.MaxValue)
        && Math.Round(FailuresPer10000, 1) <= (PublishedFailures ?? double.MaxValue);
}
