using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings records</c>: what this node put into the ring, until when it stays, and what becomes of it.</summary>
internal static class OwnRecordCommands
{
    /// <summary>The command.</summary>
    public static Command Create() => new("records", "What this node put into the ring: until when it stays; renew it, or end it")
    {
        List(), Change("renew", "Keep a record beyond its end: from now on this node puts it again in time. Example: rings records renew motd", "renewRecord"),
        Change("end", "End a record: an element of a set is removed, a register is emptied, and neither is renewed. Example: rings records end motd", "endRecord"),
    };

    private static Command List()
    {
        var list = new Command("list", "List the records that are renewed, and the last others since the node started. Example: rings records list");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var own = (await node.CallAsync("ownRecords", [], cancel))!.AsArray();
            context.Print(own, terminal =>
            {
                if (own.Count == 0) terminal.WriteLine("no records yet: rings put NAME VALUE");
                else foreach (var line in TableOf(own).Lines(Terminal.Width)) terminal.WriteLine(line);
            });
        }));
        return list;
    }

    private static TextTable TableOf(JsonArray own)
    {
        var table = new TextTable(
            new("Name", 0), new("Kind", 1), new("Tag", 4), new("Size", 5, IsNumber: true), new("Until", 2), new("Renewed", 3));
        foreach (var record in own)
        {
            table.Add(
                (string)record!["name"]!, (string)record["kind"]!, (string?)record["tagText"] ?? "",
                LinkTable.Size((long)record["bytes"]!), Times.Short(record["expires"]), (bool)record["renewed"]! ? "yes" : "no");
        }

        return table;
    }

    private static Command Change(string name, string description, string method)
    {
        var record = new Argument<string>("name") { Description = "The register's name; with --set, the set's" };
        var isSet = new Option<bool>("--set") { Description = "This node's element of a set" };
        var tag = new Option<string?>("--tag") { Description = "The element's tag, where it has one" };
        var command = new Command(name, description) { record, isSet, tag };
        command.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            using var node = context.Connect();
            var done = (await node.CallAsync(method, new JsonObject
            {
                ["kind"] = parsed.GetValue(isSet) || parsed.GetValue(tag) is not null ? "element" : "register",
                ["name"] = parsed.GetValue(record),
                ["tag"] = parsed.GetValue(tag),
            }, cancel))!;
            context.Print(done, terminal => terminal.WriteLine(Words(done)));
        }, left: "whether it was done is not known: rings records list"));
        return command;
    }

    private static string Words(JsonNode done)
    {
        var until = Times.Short(done["expires"]);
        return (string?)done["change"] switch
        {
            "renewed" => $"renewed until {until}, and again before that, as long as this node runs",
            "removed" => "removed",
            _ => $"empty now, and gone {until}",
        };
    }
}
