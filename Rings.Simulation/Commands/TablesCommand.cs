using System.CommandLine;
using Rings.Simulation.Experiments;
using Rings.Simulation.Reports;

namespace Rings.Simulation.Commands;

/// <summary>Measures what Chord's paper and the Rust node published, and puts ours beside.</summary>
internal static class TablesCommand
{
    private const int RustNodes = 1600;

    private static readonly string[] AllTables = ["failures", "long-links", "churn", "rust"];

    public static Command Create()
    {
        var nodes = CommonOptions.Nodes(1000).Within(50, 100_000);
        var lookUps = CommonOptions.LookUps(10_000).Within(100, 1_000_000);
        var seed = CommonOptions.Seed();
        var only = new Option<string[]>("--only")
        {
            Description = "Some of the tables instead of all.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => AllTables,
        };
        only.AcceptOnlyFromAmong(AllTables);
        var folder = CommonOptions.Out();
        var command = new Command("tables", "Chord's published tables and the Rust node's figures beside ours.")
        {
            nodes, lookUps, seed, only, folder,
        };
        command.SetAction(result =>
        {
            var set = new Setup(
                result.GetValue(nodes), result.GetValue(lookUps), result.GetValue(seed), new(result.GetValue(folder)));
            return result.GetValue(only)!.Aggregate(true, (isMet, table) => isMet & Run(table, set)) ? 0 : 1;
        });
        return command;
    }

    private static bool Run(string table, Setup set) => table switch
    {
        "failures" => Failures(set),
        "long-links" => LongLinks(set),
        "churn" => Churn(set),
        _ => Rust(set),
    };

    private static bool Failures(Setup set)
    {
        var rows = Measure(Published.Failures.Select(line => line.Failed),
            failed => ChordFailures.Run(set.Nodes, failed, set.LookUps, set.Seed));
        set.Folder.Write("hop-distribution", ReportCharts.HopDistribution(
            $"{set.Nodes} nodes, Chord's links only, used both ways", rows[0].HopCounts));
        return Show(set, "chord-failures", "Chord, table II: failed at once", rows);
    }

    private static bool LongLinks(Setup set) => Show(set, "long-links", "The same with the 96-link budget spent",
        Measure([0, 0.2, 0.5], failed => ChordFailures.Run(set.Nodes, failed, set.LookUps, set.Seed, longLinks: true)));

    private static bool Churn(Setup set)
    {
        var crashing = Measure(Published.Churn.Select(line => line.Rate),
            rate => ChordChurn.Run(set.Nodes, rate, set.LookUps, set.Seed, graceful: false));
        var leaving = Measure(Published.Churn.Select(line => line.Rate),
            rate => ChordChurn.Run(set.Nodes, rate, set.LookUps, set.Seed, graceful: true));
        set.Folder.Write("failures-by-churn", ReportCharts.FailuresByChurn(crashing, leaving));
        return Show(set, "chord-churn-crashing", "Chord, table III: joins and crashes per second", crashing)
            & Show(set, "chord-churn-leaving", "Chord, table III: joins and departures per second", leaving);
    }

    private static bool Rust(Setup set)
    {
        var failures = Measure(Published.RustFailures.Select(line => line.Failed),
            failed => RustFigures.Failures(RustNodes, failed, set.Seed));
        var snapshot = Measure(Published.RustChurn.Select(line => line.Replaced),
            replaced => RustFigures.Snapshot(RustNodes, replaced, set.Seed));
        var churn = Measure(Published.RustChurn.Select(line => line.Replaced),
            replaced => RustFigures.Churn(RustNodes, replaced, set.Seed));
        return Show(set, "rust-failures", "Rust node: failed at once", failures)
            & Show(set, "rust-churn-snapshot", "Rust node: replaced at once, nothing repaired", snapshot)
            & Show(set, "rust-churn", "Rust node: replaced at once, the next minute", churn);
    }

    private static ExperimentRow[] Measure(IEnumerable<double> parameters, Func<double, ExperimentRow> run)
    {
        var all = parameters.ToArray();
        var line = new ProgressLine(all.Length);
        var rows = all.Select((parameter, i) =>
        {
            line.Show(i, $"line {i + 1} of {all.Length}");
            return run(parameter);
        }).ToArray();
        ProgressLine.Clear();
        return rows;
    }

    private static bool Show(Setup set, string name, string title, ExperimentRow[] rows)
    {
        Console.WriteLine($"{title} ({rows[0].Experiment}, seed {set.Seed})");
        Console.WriteLine(Tables.Comparison("", rows));
        set.Folder.WriteLines(name, rows, ReportJson.Default.ExperimentRow);
        var above = rows.Where(row => !row.IsAtMostPublished).ToArray();
        foreach (var row in above) Console.WriteLine($"ABOVE THE PUBLISHED FIGURE: {row.Experiment} {row.Parameter}");
        return above.Length == 0;
    }

    private sealed record Setup(int Nodes, int LookUps, ulong Seed, ResultFolder Folder);
}
