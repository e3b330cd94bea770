using Rings.Simulation.Engine;
using Rings.Simulation.Storage;
using Rings.Simulation.World;

namespace Rings.Simulation.Nemesis;

/// <summary>A ring under faults while users work, from a seed; then peace, and a last reading of everything.</summary>
internal static class NemesisRun
{
    private static readonly TimeSpan FirstCatchUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan BetweenOperations = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PeacePatience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan RepairTime = TimeSpan.FromMinutes(4);

    /// <summary>The faults that a seed stands for.</summary>
    public static IReadOnlyList<Fault> Faults(NemesisOptions options)
    {
        var random = Streams(options.Seed).Faults;
        return FaultSchedule.Draw(ref random, FirstCatchUp, FirstCatchUp + options.For);
    }

    /// <summary>Runs a seed with its faults, or with some of them.</summary>
    public static NemesisResult Run(NemesisOptions options, IReadOnlyList<Fault> faults)
    {
        using var world = new RingWorld(new()
        {
            Seed = options.Seed,
            Storage = new(new(), Authors.Rules()) { Flaw = options.Flaw },
        });
        IdealStart.Build(world, [.. Enumerable.Range(0, options.Nodes).Select(_ => world.AddNode())]);
        var history = new History();
        var injector = new FaultInjector(world, history);
        var users = new NemesisUsers(world, history, Streams(options.Seed).Users);
        foreach (var fault in faults) injector.Schedule(fault);
        for (var at = FirstCatchUp; at < FirstCatchUp + options.For; at += BetweenOperations) world.At(at, users.Act);
        world.RunUntil(FirstCatchUp + options.For + TimeSpan.FromSeconds(30));
        AwaitPeace(world, injector);
        users.ReadLast();
        world.RunFor(TimeSpan.FromMinutes(2));
        var checker = new HistoryChecker(history);
        return new(options.Seed, history, faults, checker.Check(), checker);
    }

    /// <summary>Leaves out each fault without which a guarantee is broken all the same.</summary>
    public static NemesisResult Shrink(NemesisOptions options, NemesisResult failed)
    {
        for (var i = failed.Faults.Count - 1; i >= 0; i--)
        {
            var fewer = Run(options, [.. failed.Faults.Where((_, index) => index != i)]);
            if (fewer.Anomalies.Count > 0) failed = fewer;
        }

        return failed;
    }

    private static void AwaitPeace(RingWorld world, FaultInjector injector)
    {
        var began = world.Now;
        while (!injector.IsCalm() && world.Now - began < PeacePatience) world.RunFor(TimeSpan.FromSeconds(1));
        world.RunFor(RepairTime);
    }

    private static (SplitRandom Faults, SplitRandom Users) Streams(ulong seed)
    {
        var root = new SplitRandom(~seed);
        return (root.Split(), root.Split());
    }
}
