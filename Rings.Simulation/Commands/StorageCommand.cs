using System.CommandLine;
using Rings.Simulation.Reports;
using Rings.Simulation.Storage;

namespace Rings.Simulation.Commands;

/// <summary>Runs the trials of storage.</summary>
internal static class StorageCommand
{
    private static readonly string[] AllTrials = ["churn", "crashes", "pairs", "partition"];

    public static Command Create()
    {
        var scale = new Option<double>("--scale")
        {
            Description = "Share of the nodes, records and time of the full trials, 0.02 to 1.",
            DefaultValueFactory = _ => 1,
        };
        var only = new Option<string[]>("--only")
        {
            Description = "Some of the trials instead of all.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => AllTrials,
        };
        only.AcceptOnlyFromAmong(AllTrials);
        var seed = CommonOptions.Seed();
        var folder = CommonOptions.Out();
        var command = new Command("storage", "Records under churn, crashes and a partition: lost, stale, repaired.")
        {
            scale.Within(0.02, 1), only, seed, folder,
        };
        command.SetAction(result => Run(
            result.GetValue(only)!, result.GetValue(scale), result.GetValue(seed), new(result.GetValue(folder))));
        return command;
    }

    private static int Run(string[] trials, double scale, ulong seed, ResultFolder folder)
    {
        var rows = trials.Select(name => RunTrial(name, scale, seed)).ToArray();
        Console.WriteLine(FormattableString.Invariant($"Storage, n = 3, w = 2 (seed {seed}, scale {scale})"));
        Console.WriteLine(StorageTables.Kept(rows));
        Console.WriteLine(StorageTables.Cost(rows));
        folder.WriteLines("storage", rows, ReportJson.Default.StorageRow);
        var broken = rows.Where(row => !row.IsMet).ToArray();
        foreach (var row in broken) Console.WriteLine($"NOT MET {row.Trial}");
        return broken.Length == 0 ? 0 : 1;
    }

    // Smaller rings change as often for their size: each node's life is what it is in the full trial.
    private static StorageRow RunTrial(string name, double scale, ulong seed)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var trial = Full(name, seed);
        trial = trial with
        {
            Nodes = Math.Max(16, (int)(trial.Nodes * scale)),
            Writes = (int)(trial.Writes * scale),
            Overwrites = (int)(trial.Overwrites * scale),
            Reads = (int)(trial.Reads * scale),
            For = trial.For * scale,
            Joins = trial.Joins * scale,
            Leaves = trial.Leaves * scale,
            Crashes = trial.Crashes * scale,
        };
        var row = name switch
        {
            "pairs" => StorageTrials.Pairs(trial),
            "partition" => StorageTrials.Partition(trial),
            _ => StorageTrials.Churn(trial),
        };
        Console.Error.WriteLine(FormattableString.Invariant($"{name}: {clock.Elapsed.TotalSeconds:0.0} s"));
        return row;
    }

    private static StorageTrial Full(string name, ulong seed)
    {
        var trial = new StorageTrial { Name = name, Nodes = 256, Seed = seed };
        return name switch
        {
            "churn" => trial with { Nodes = 1000, Joins = 0.4, Leaves = 0.2, Crashes = 0.2 },
            "crashes" => trial with { Joins = 0.4, Crashes = 0.4 },
            "pairs" => trial with { For = TimeSpan.FromMinutes(10), Reads = 2_000 },
            _ => trial with { For = TimeSpan.FromMinutes(3), Writes = 3_000, Overwrites = 600, Reads = 3_000 },
        };
    }
}
