using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Demo;

namespace Rings.Host.Commands;

/// <summary><c>rings demo</c>: a whole small ring in one process.</summary>
internal static class DemoCommand
{
    private const int MaxNodes = 16;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var nodes = WholeNumbers.Option("--nodes", "How many nodes, 2 to 16", ifAbsent: 5, least: 2, MaxNodes);
        var stay = new Option<bool>("--stay") { Description = "Stay until Ctrl-C, with the dashboard open" };
        var demo = new Command(
            "demo", "Show a whole small ring in this process, over WebRTC on loopback; leaves nothing behind") { nodes, stay };
        demo.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var log = GlobalOptions.LevelOf(context.Parsed, ifAbsent: LogLevel.Warning);
            await using var ring = new DemoRing(
                context.Parsed.GetValue(nodes), log, text => Say(context, text), TimeProvider.System);
            var summary = await ring.PlayAsync(cancel);
            context.Print(JsonOf(summary), _ => Console.Out.WriteLine(
                $"{summary.Nodes} nodes, {Counted.Of(summary.Links, "link")}, {summary.Delivered} messages delivered end to end, "
                + $"{summary.LookedUp} look-ups, {summary.Read} reads of one record. Nothing was left on disk."));
            if (context.Parsed.GetValue(stay)) await ring.StayAsync(cancel);
        }, left: "the ring is gone, and nothing was left on disk"));
        return demo;
    }

    private static void Say(CommandContext context, string text)
    {
        if (!context.Json) Console.Out.WriteLine(text);
    }

    private static JsonObject JsonOf(DemoSummary summary) => new()
    {
        ["nodes"] = summary.Nodes,
        ["links"] = summary.Links,
        ["delivered"] = summary.Delivered,
        ["lookups"] = summary.LookedUp,
        ["reads"] = summary.Read,
    };
}
