namespace Rings.Simulation.Experiments;

/// <summary>
/// Chord's table II: a share of all nodes fails in the same instant, nothing is repaired, and the others look keys up.
/// </summary>
internal static class ChordFailures
{
    private const int PublishedNodes = 1000;
    private const int PublishedSuccessors = 20;

    /// <summary>One line.</summary>
    /// <param name="nodes">Nodes before the failure; 1,000 in the paper.</param>
    /// <param name="failed">The share that fails, 0 to 1.</param>
    /// <param name="lookUps">Look-ups; 10,000 in the paper.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="longLinks">Whether the idle part of the link budget is spent on further long links.</param>
    public static ExperimentRow Run(int nodes, double failed, int lookUps, ulong seed, bool longLinks = false)
    {
        using var world = Worlds.Ideal(nodes, seed, Worlds.Chord(PublishedSuccessors, longLinks));
        if (longLinks) Worlds.FillLongLinks(world);
        Worlds.StopShare(world, failed);
        var row = Worlds.WalkAll(world, lookUps).Row(longLinks ? "long-links" : "chord-failures", world, failed);
        if (nodes != PublishedNodes || longLinks) return row;
        var published = Published.Failures.FirstOrDefault(line => line.Failed == failed);
        return published == default
            ? row
            : row with { PublishedHops = published.Path, PublishedTimeOuts = published.TimeOuts };
    }
}
