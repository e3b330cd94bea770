using Rings.Simulation.World;

namespace Rings.Simulation.Experiments;

/// <summary>
/// Chord's table III: nodes join and crash at a rate while one key is looked up per second; each node stabilises every
/// 15 to 45 s. Everything is a message here: joins, repairs, look-ups, and the detection of the dead by their silence.
/// </summary>
internal static class ChordChurn
{
    private const int Successors = 20;
    private const int PublishedNodes = 1000;

    // With the jitter, a round every 15 to 45 s, the paper's bounds; sooner while something changes, later when nothing
    // does.
    private const double Jitter = 0.125;

    // The paper's look-ups go on until they succeed; 6 attempts of 5 s outlast the detection of any crash.
    private const int Attempts = 6;
    private static readonly TimeSpan ShortestRound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(40);

    /// <summary>One line.</summary>
    /// <param name="nodes">Nodes at the start; 1,000 in the paper.</param>
    /// <param name="rate">Joins per second, and as many nodes that go.</param>
    /// <param name="lookUps">Look-ups, one per second; 10,000 in the paper.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="graceful">Whether the nodes that go say so; otherwise they crash, which is harder.</param>
    public static ExperimentRow Run(int nodes, double rate, int lookUps, ulong seed, bool graceful)
    {
        var settings = Worlds.Chord(Successors, longLinks: false) with
        {
            ShortestPace = ShortestRound,
            LongestPace = LongestRound,
            PaceJitter = Jitter,
            LookupAttempts = Attempts,
        };
        using var world = Worlds.Ideal(nodes, seed, settings);
        Repeat(world, rate, lookUps, () => Worlds.Join(world));
        Repeat(world, rate, lookUps, () => Go(world, graceful));
        Repeat(world, 1, lookUps, () => world.LookUp(world.AnyMember(), world.AnyKey()));
        world.RunFor(TimeSpan.FromSeconds(lookUps + 60));
        var row = Tally.Row(graceful ? "chord-churn-leaving" : "chord-churn-crashing", world, rate, world.LookUps);
        if (nodes != PublishedNodes) return row;
        var published = Published.Churn.FirstOrDefault(line => line.Rate == rate);
        return published == default
            ? row
            : row with
            {
                PublishedHops = published.Path,
                PublishedTimeOuts = published.TimeOuts,
                PublishedFailures = published.Failures,
            };
    }

    private static void Go(RingWorld world, bool graceful)
    {
        if (graceful) world.Leave(world.AnyMember());
        else world.Crash(world.AnyMember());
    }

    private static void Repeat(RingWorld world, double perSecond, double seconds, Action action)
    {
        if (perSecond <= 0) return;
        var at = world.Elapsed.TotalSeconds;
        for (var i = 0; i < (int)Math.Round(perSecond * seconds); i++)
        {
            at += world.Choices.NextExponential() / perSecond;
            world.At(TimeSpan.FromSeconds(at), action);
        }
    }
}
