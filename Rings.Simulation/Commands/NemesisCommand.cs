using System.CommandLine;
using System.Globalization;
using Rings.Simulation.Nemesis;
using Rings.Simulation.Reports;
using Rings.Simulation.World;

namespace Rings.Simulation.Commands;

/// <summary>Tries the storage's promises: faults, recorded histories, a checker.</summary>
internal static class NemesisCommand
{
    private static readonly Dictionary<string, StorageFlaw> Flaws = new()
    {
        ["none"] = StorageFlaw.None,
        ["forgets-removals"] = StorageFlaw.ForgetsRemovals,
        ["vouches-for-all"] = StorageFlaw.VouchesForAll,
        ["never-repairs"] = StorageFlaw.NeverRepairs,
    };

    public static Command Create()
    {
        var seed = CommonOptions.Seed();
        var runs = new Option<int>("--runs")
        {
            Description = "Runs, each with the next seed.",
            DefaultValueFactory = _ => 10,
        };
        var nodes = CommonOptions.Nodes(7).Within(1, 64);
        var seconds = new Option<double>("--seconds")
        {
            Description = "Virtual time in which faults begin.",
            DefaultValueFactory = _ => 300,
        };
        var flaw = new Option<string>("--flaw")
        {
            Description = "Something to break on purpose: the checker has to find it.",
            DefaultValueFactory = _ => "none",
        };
        flaw.AcceptOnlyFromAmong([.. Flaws.Keys]);
        var command = new Command("nemesis", "Kills, pauses, partitions, clocks, losses, disks; and what users saw.")
        {
            seed, runs.Within(1, 1_000_000), nodes, seconds.Within(10, 86_400), flaw,
        };
        command.SetAction(result => Run(
            new(
                result.GetValue(seed), result.GetValue(nodes), TimeSpan.FromSeconds(result.GetValue(seconds)),
                Flaws[result.GetValue(flaw)!]),
            result.GetValue(runs)));
        return command;
    }

    private static int Run(NemesisOptions options, int runs)
    {
        var line = new ProgressLine(runs);
        var table = new TextTable("seed", "faults", "writes", "acknowledged", "reads", "final", "broken");
        var failed = 0;
        for (var i = 0; i < runs; i++)
        {
            var next = options with { Seed = options.Seed + (ulong)i };
            var result = NemesisRun.Run(next, NemesisRun.Faults(next));
            Add(table, result);
            line.Show(i, $"seed {next.Seed}");
            if (result.Anomalies.Count == 0) continue;
            failed++;
            ProgressLine.Clear();
            Console.WriteLine(NemesisRun.Shrink(next, result).Explain());
        }

        ProgressLine.Clear();
        Console.WriteLine(table);
        Console.WriteLine($"nemesis: {runs - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private static void Add(TextTable table, NemesisResult result)
    {
        var writes = result.History.Operations.Where(operation => operation.Written is not null).ToArray();
        var reads = result.History.Operations.Where(operation => operation.Written is null).ToArray();
        table.Add(
            result.Seed.ToString(CultureInfo.InvariantCulture), Whole(result.Faults.Count), Whole(writes.Length),
            Whole(writes.Count(write => write.Result == OperationResult.Stored)), Whole(reads.Length),
            Whole(reads.Count(read => read.Result == OperationResult.Final)), Whole(result.Anomalies.Count));
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
