using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings inspect</c>, <c>lookup</c> and <c>dashboard</c>: the ring as a running node sees it.</summary>
internal static class RingCommands
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Inspect(), Lookup(), Dashboard()];

    private static Command Inspect()
    {
        var inspect = new Command("inspect", "The ring as this node sees it: neighbours, fingers, links");
        inspect.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var state = await node.CallAsync("inspect", [], cancel);
            context.Print(state, terminal => Show(terminal, state!.AsObject()));
        }));
        return inspect;
    }

    private static Command Lookup()
    {
        var key = DidArgument.Create("did", "Any point of the ring, or a name");
        var trace = new Option<bool>("--trace") { Description = "Name every node on the way; this takes one more question for each hop" };
        var lookup = new Command("lookup", "Find the node that owns a point of the ring") { key, trace };
        lookup.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var method = context.Parsed.GetValue(trace) ? "trace" : "lookup";
            var found = await node.CallAsync(
                method, new JsonObject { ["key"] = context.Parsed.GetValue(key) }, cancel);
            context.Print(found, terminal => ShowFound(terminal, found!.AsObject()));
        }));
        return lookup;
    }

    private static void ShowFound(TextWriter terminal, JsonObject found)
    {
        foreach (var (index, hop) in (found["way"]?.AsArray() ?? []).Index())
            terminal.WriteLine($"{index + 1,3}  {(string?)hop!["did"] ?? "no answer",-42}  {Milliseconds(hop)}");
        var hops = Counted.Of((int)found["hops"]!, "hop");
        terminal.WriteLine($"{found["owner"]}  {hops}, {Milliseconds(found)}");
    }

    private static string Milliseconds(JsonNode of) =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)of["ms"]!:0.0} ms");

    private static Command Dashboard()
    {
        var dashboard = new Command("dashboard", "Print an address that opens the running node's dashboard; it works once");
        dashboard.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var address = await node.CallAsync("dashboardUrl", [], cancel);
            context.Print(address, terminal => terminal.WriteLine((string)address!["url"]!));
        }));
        return dashboard;
    }

    private static void Show(TextWriter terminal, JsonObject state)
    {
        terminal.WriteLine($"Did          {state["did"]}");
        terminal.WriteLine($"ring         {state["ring"]}");
        terminal.WriteLine($"phase        {state["phase"]}, {Counted.Nodes((double)state["sizeEstimate"]!)}");
        if ((bool)state["cutOff"]!) terminal.WriteLine("joining      no seed has led to a link: this node is a ring of its own");
        foreach (var seed in state["seedTroubles"]!.AsArray())
            terminal.WriteLine(Visible.Line($"seed         {seed!["seed"]}: {seed["reason"]}. {seed["advice"]}"));
        foreach (var store in state["failing"]!.AsArray())
            terminal.WriteLine(Visible.Line($"failing      {store!["store"]}: {store["reason"]}"));
        terminal.WriteLine($"predecessor  {(string?)state["predecessor"] ?? "none"}");
        ShowList(terminal, "successors", state["successors"]!.AsArray());
        ShowList(terminal, "fingers", state["fingers"]!.AsArray());
        terminal.WriteLine();
        foreach (var line in LinkTable.Of(state["links"]!.AsArray(), Terminal.Width)) terminal.WriteLine(line);
        LinkTable.ShowWhy(terminal, state["links"]!.AsArray(), KnownNames.None);
    }

    private static void ShowList(TextWriter terminal, string name, JsonArray dids)
    {
        if (dids.Count == 0) terminal.WriteLine($"{name,-13}none");
        foreach (var (index, did) in dids.Index()) terminal.WriteLine($"{(index == 0 ? name : ""),-13}{did}");
    }
}
