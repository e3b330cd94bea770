using Rings.Protocol.Ring;
using Rings.Simulation.Invariants;
using Rings.Simulation.Scenarios;
using Rings.Simulation.World;

namespace Rings.Simulation.Runs;

/// <summary>Plays a scenario in virtual time.</summary>
internal sealed class ScenarioRunner
{
    private static readonly TimeSpan JoinPoll = TimeSpan.FromMilliseconds(100);

    private readonly Scenario _scenario;
    private readonly RunOptions _options;
    private readonly RingWorld _world;
    private readonly InvariantWatch _watch;
    private readonly List<Sample> _samples = [];
    private double _lastJoin;

    private ScenarioRunner(Scenario scenario, RunOptions options, RingWorld world)
    {
        (_scenario, _options, _world) = (scenario, options, world);
        var divides = scenario.Rings > 1 || scenario.Steps.Any(step => step is ScenarioStep.Partition);
        _watch = new(world, options.Invariant, divides);
    }

    /// <summary>Plays it from the start to the end.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">How it is watched.</param>
    /// <exception cref="InvariantException">The invariant was broken, and was to be checked.</exception>
    public static ScenarioReport Run(Scenario scenario, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        using var world = new RingWorld(new()
        {
            Seed = scenario.Seed,
            Ring = Settings(scenario.Ring),
            Network = scenario.Network,
            Trace = options.Trace,
            Journal = options.Invariant != InvariantMode.Off,
        });
        return new ScenarioRunner(scenario, options, world).Run();
    }

    /// <summary>The ring's settings that a scenario asks for.</summary>
    internal static RingSettings Settings(RingConditions conditions)
    {
        var settings = RingSettings.Default;
        if (conditions.Successors is { } length)
            settings = settings with { Successors = length, MaxSuccessors = Math.Max(length, settings.MaxSuccessors) };
        if (conditions.LinkBudget is { } budget) settings = settings with { LinkBudget = budget };
        if (conditions.Round is { } round)
            settings = WithRound(settings, TimeSpan.FromSeconds(round));
        return settings;
    }

    // A ring looks after its fingers when its pace is not the shortest: the two may not be quite the same.
    private static RingSettings WithRound(RingSettings settings, TimeSpan round) =>
        settings with { ShortestPace = round - TimeSpan.FromMilliseconds(1), LongestPace = round };

    private ScenarioReport Run()
    {
        StartNodes();
        foreach (var step in _scenario.Steps) new ScenarioPlayer(_world, step).Schedule();
        for (var second = 0.0; second < _scenario.Seconds; second += _options.SampleEvery)
        {
            _world.RunUntil(TimeSpan.FromSeconds(second));
            Take(second);
        }

        _world.RunUntil(TimeSpan.FromSeconds(_scenario.Seconds));
        Take(_scenario.Seconds);
        return Report();
    }

    private void Take(double seconds)
    {
        var snapshot = _world.Snapshot();
        var state = IdealState.Measure(snapshot, _world.Options.Ring.Successors);
        _samples.Add(new(seconds, state, _world.Nodes.Count(node => node.IsAlive), _world.Frames));
        if (_options.Invariant != InvariantMode.Off) _watch.Check();
        _options.Progress?.Invoke(_samples[^1]);
    }

    private void StartNodes()
    {
        var nodes = Enumerable.Range(0, _scenario.Nodes).Select(_ => _world.AddNode()).ToArray();
        DealOutBehaviours(nodes);
        foreach (var ring in nodes.Chunk((nodes.Length + _scenario.Rings - 1) / _scenario.Rings)) StartRing(ring);
    }

    private void StartRing(RingNode[] ring)
    {
        if (_scenario.Start == StartState.Ideal)
        {
            IdealStart.Build(_world, ring);
            return;
        }

        ring[0].IsHidden = false;
        _world.StartAlone(ring[0]);
        if (_scenario.Start == StartState.OneByOne) JoinNext(ring, 1);
        else foreach (var node in ring.Skip(1)) _world.StartJoining(node, ring[0].Index);
    }

    private void JoinNext(RingNode[] ring, int next)
    {
        if (next == ring.Length) return;
        var isReady = ring[next - 1].IsMember;
        if (isReady)
        {
            _world.StartJoining(ring[next], ring[0].Index);
            _lastJoin = _world.Elapsed.TotalSeconds;
        }

        _world.At(_world.Elapsed + JoinPoll, () => JoinNext(ring, isReady ? next + 1 : next));
    }

    private void DealOutBehaviours(RingNode[] nodes)
    {
        var count = (int)Math.Round(_scenario.Hostile.Share * nodes.Length);
        if (count == 0) return;
        var chosen = nodes.Skip(1).ToArray();
        _world.Choices.Shuffle(chosen.AsSpan());
        for (var i = 0; i < count; i++)
        {
            var (node, behaviour) = (chosen[i], _scenario.Hostile.Behaviours[i % _scenario.Hostile.Behaviours.Count]);
            _world.At(TimeSpan.Zero, () => _world.Corrupt(node, behaviour));
        }
    }

    private ScenarioReport Report()
    {
        var lived = _samples.Zip(_samples.Skip(1), (from, to) => from.Alive * (to.Seconds - from.Seconds)).Sum() / 60;
        return new()
        {
            Scenario = _scenario,
            Samples = _samples,
            LookUps = _world.LookUps,
            Events = _world.Events,
            TraceHash = _world.TraceHash,
            FramesPerNodeMinute = _world.Frames / lived,
            LinksPerNode = _world.Nodes.Where(node => node.IsAlive).Average(node => (double)node.Links.Count),
            SecondsToIdeal = SecondsToIdeal(),
            InvariantChecks = _watch.Checks,
            RoundSeconds = _world.Options.Ring.ShortestPace.TotalSeconds,
        };
    }

    // The first of the unbroken row of ideal samples at the end, counted from the end of the last change.
    private double? SecondsToIdeal()
    {
        var first = _samples.FindLastIndex(sample => !IsWhole(sample)) + 1;
        if (first == _samples.Count) return null;
        var lastChange = _scenario.Steps.Where(step => step is not ScenarioStep.LookUps).Select(step => step.End);
        return Math.Max(0, _samples[first].Seconds - lastChange.Append(_lastJoin).Max());
    }

    private static bool IsWhole(in Sample sample) => sample.State.IsReached && sample.State.Members == sample.Alive;
}
