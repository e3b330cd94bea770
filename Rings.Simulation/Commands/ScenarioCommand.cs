using System.CommandLine;
using System.Text.Json;
using Rings.Simulation.Reports;
using Rings.Simulation.Runs;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.Commands;

/// <summary>Plays scenario files.</summary>
internal static class ScenarioCommand
{
    private const int AlwaysUpTo = 256;

    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Scenario files (scenarios/*.json).",
            Arity = ArgumentArity.OneOrMore,
        };
        var seed = new Option<ulong?>("--seed") { Description = "Another seed than the file's." };
        var check = new Option<bool>("--check") { Description = "Check the ring's invariant after every event." };
        var folder = CommonOptions.Out();
        var command = new Command("scenario", "Plays scenario files and says whether what they expect was met.")
        {
            files, seed, check, folder,
        };
        command.SetAction(result =>
        {
            var scenarios = Read(result.GetValue(files)!, result.GetValue(seed));
            return scenarios is null ? 2 : Play(scenarios, new(result.GetValue(folder)), result.GetValue(check));
        });
        return command;
    }

    /// <summary>Plays scenarios one after the other.</summary>
    /// <returns>0 if all that they expect was met, otherwise 1.</returns>
    public static int Play(
        IReadOnlyList<Scenario> scenarios, ResultFolder folder, bool checkAlways, bool json = false)
    {
        var reports = new List<ScenarioReport>();
        foreach (var scenario in scenarios)
        {
            var report = Play(scenario, checkAlways);
            if (report is null) return 1;
            reports.Add(report);
            Write(report, folder);
        }

        if (json) ShowJson(reports);
        else Show(reports);
        var failures = reports
            .SelectMany(report => report.Failures().Select(text => $"{report.Scenario.Name}: {text}"))
            .ToArray();
        foreach (var failure in failures) (json ? Console.Error : Console.Out).WriteLine($"NOT MET {failure}");
        return failures.Length == 0 ? 0 : 1;
    }

    private static void Show(IReadOnlyList<ScenarioReport> reports)
    {
        Console.WriteLine(Tables.Scenarios(reports));
        foreach (var report in reports.Where(report => report.TraceHash.Length > 0))
            Console.WriteLine($"{report.Scenario.Name} trace {report.TraceHash}");
    }

    private static void ShowJson(IEnumerable<ScenarioReport> reports)
    {
        foreach (var report in reports)
            Console.WriteLine(JsonSerializer.Serialize(ScenarioLine.From(report), ReportJson.Default.ScenarioLine));
    }

    private static List<Scenario>? Read(string[] files, ulong? seed)
    {
        var scenarios = new List<Scenario>();
        foreach (var file in files)
        {
            try
            {
                var scenario = ScenarioReader.ReadFile(file);
                scenarios.Add(seed is { } other ? scenario with { Seed = other } : scenario);
            }
            catch (Exception failure) when (failure is ScenarioException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"{file}: {failure.Message}");
                return null;
            }
        }

        return scenarios;
    }

    private static ScenarioReport? Play(Scenario scenario, bool checkAlways)
    {
        var line = new ProgressLine(scenario.Seconds);
        try
        {
            return ScenarioRunner.Run(scenario, new()
            {
                Invariant = checkAlways ? InvariantMode.Always : InvariantMode.Off,
                Trace = scenario.Nodes <= AlwaysUpTo,
                Progress = sample => line.Show(sample.Seconds, $"{scenario.Name}, {sample.State.Members} members"),
            });
        }
        catch (InvariantException broken)
        {
            ProgressLine.Clear();
            Console.WriteLine($"{scenario.Name}: BROKEN, {broken.Message}");
            return null;
        }
        finally
        {
            ProgressLine.Clear();
        }
    }

    private static void Write(ScenarioReport report, ResultFolder folder)
    {
        var name = report.Scenario.Name;
        folder.WriteLines($"{name}-samples", report.Samples.Select(sample => new SampleLine(
            sample.Seconds, sample.Alive, sample.State.Members, sample.State.Heads, sample.State.Lists,
            sample.State.Predecessors, sample.Frames)), ReportJson.Default.SampleLine);
        folder.WriteLines(name, [ScenarioLine.From(report)], ReportJson.Default.ScenarioLine);
        folder.Write($"{name}-convergence", ReportCharts.Convergence(report));
        folder.Write($"{name}-messages", ReportCharts.Messages(report));
        var hops = report.LookUps.Hops;
        var counts = Enumerable.Range(0, hops.Max + 1).Select(value => hops[value]).ToArray();
        folder.Write($"{name}-hops", ReportCharts.HopDistribution($"{name}, {report.Scenario.Nodes} nodes", counts));
    }
}
