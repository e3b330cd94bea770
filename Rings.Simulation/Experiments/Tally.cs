using Rings.Simulation.Measures;
using Rings.Simulation.World;

namespace Rings.Simulation.Experiments;

/// <summary>Adds up the look-ups of one line of a table.</summary>
internal sealed class Tally
{
    private readonly Histogram _hops = new();
    private long _timeOuts;
    private long _failures;

    /// <summary>Adds a walk.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="owner">The number of the true owner.</param>
    public void Add(in WalkResult walk, int owner)
    {
        _timeOuts += walk.TimeOuts;
        if (walk.Owner == owner) _hops.Add(walk.Hops);
        else _failures++;
    }

    /// <summary>The line.</summary>
    public ExperimentRow Row(string experiment, RingWorld world, double parameter)
    {
        var count = _hops.Count + _failures;
        return Row(experiment, world, parameter, _hops) with
        {
            LookUps = count,
            TimeOuts = (double)_timeOuts / count,
            FailuresPer10000 = 10_000.0 * _failures / count,
        };
    }

    /// <summary>The line of look-ups that a world has counted itself.</summary>
    public static ExperimentRow Row(string experiment, RingWorld world, double parameter, LookUpStatistics lookUps) =>
        Row(experiment, world, parameter, lookUps.Hops) with
        {
            LookUps = lookUps.Count,
            TimeOuts = lookUps.MeanRetries,
            FailuresPer10000 = lookUps.FailuresPer10000,
        };

    private static ExperimentRow Row(string experiment, RingWorld world, double parameter, Histogram hops) => new()
    {
        Experiment = experiment,
        Nodes = world.Nodes.Count,
        Parameter = parameter,
        LookUps = hops.Count,
        MeanHops = hops.Mean,
        P99Hops = hops.Percentile(0.99),
        TimeOuts = 0,
        FailuresPer10000 = 0,
        LinksPerNode = world.Nodes.Where(node => node.IsAlive).Average(node => (double)node.Links.Count),
        HopCounts = [.. Enumerable.Range(0, hops.Max + 1).Select(value => hops[value])],
    };
}
