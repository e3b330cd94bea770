using System.CommandLine;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.Commands;

/// <summary>The simulator's command line. <c>rings simulate</c> is the same command in the program of the
/// node.</summary>
internal static class SimulationCommand
{
    private const int MaxNodes = 100_000;

    /// <summary>The command with all that is below it.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Runs the Rings core in virtual time: the same seed gives the same run.");
        Configure(root);
        root.Subcommands.Add(ScenarioCommand.Create());
        root.Subcommands.Add(TablesCommand.Create());
        root.Subcommands.Add(CurveCommand.Create());
        root.Subcommands.Add(StorageCommand.Create());
        root.Subcommands.Add(NemesisCommand.Create());
        return root;
    }

    /// <summary>Gives a command the options and the action of a single ring under failures and churn.</summary>
    /// <param name="command">The command.</param>
    /// <param name="json">Prints the result as JSON, if that is an option of the program.</param>
    public static void Configure(Command command, Option<bool>? json = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        var nodes = CommonOptions.Nodes(1000).Within(1, MaxNodes);
        var fail = Share("--fail", "Share of the nodes that crashes at once after 10 s, 0 to 0.9.");
        var churn = Share("--churn", "Joins per second, and as many crashes, for the whole run.").Within(0, 100);
        var lookUps = CommonOptions.LookUps(10_000).Within(1, 10_000_000);
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 300, Description = "Virtual time." };
        var seed = CommonOptions.Seed();
        var folder = CommonOptions.Out();
        Option[] all = [nodes, fail.Within(0, 0.9), churn, lookUps, seconds.Within(30, 86_400), seed, folder];
        foreach (var option in all) command.Options.Add(option);
        command.SetAction(result => ScenarioCommand.Play([Describe(
            result.GetValue(nodes),
            result.GetValue(fail),
            result.GetValue(churn),
            result.GetValue(lookUps),
            result.GetValue(seconds),
            result.GetValue(seed))], new(result.GetValue(folder)), checkAlways: false, json is not null && result.GetValue(json)));
    }

    private static Option<double> Share(string name, string description) => new(name) { Description = description };

    private static Scenario Describe(int nodes, double fail, double churn, int lookUps, double seconds, ulong seed)
    {
        var span = seconds - 20;
        var steps = new List<ScenarioStep> { new ScenarioStep.LookUps { At = 10, Count = lookUps, For = span } };
        if (fail > 0) steps.Add(new ScenarioStep.Crash { At = 10, Share = fail });
        if (churn > 0) steps.Add(new ScenarioStep.Churn { At = 10, Joins = churn, Crashes = churn, For = span });
        return new()
        {
            Name = "command-line",
            Description = "What the command line asked for.",
            Nodes = nodes,
            Seed = seed,
            Seconds = seconds,
            Steps = steps,
        };
    }
}
