using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings name</c>: the running node's address book.</summary>
internal static class NameCommands
{
    /// <summary>The command.</summary>
    public static Command Create() =>
        new("name", "Names for Dids, good wherever a command takes a Did, and for services of others; 'me' is this node") { Add(), List(), Remove() };

    private static Command Add()
    {
        var name = Name();
        var did = DidArgument.Create("did", "The Did it stands for, or the link of a service: ring://DID/NAME, which is NAME.rings then");
        var add = new Command("add", "Give a name to a Did or a service, or give it to another") { name, did };
        add.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var added = await node.CallAsync("addName", new JsonObject
            {
                ["name"] = context.Parsed.GetValue(name),
                ["did"] = context.Parsed.GetValue(did),
            }, cancel);
            context.Print(added, terminal => terminal.WriteLine($"{added!["name"]} is {What(added)}"));
        }, left: "whether the name is in the book is not known: rings name list"));
        return add;
    }

    private static Command List()
    {
        var list = new Command("list", "List the names with their Dids");
        list.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var names = (await node.CallAsync("listNames", [], cancel))!;
            context.Print(names, terminal =>
            {
                if (names.AsArray().Count == 0) terminal.WriteLine("no names yet: rings name add NAME DID");
                foreach (var entry in names.AsArray()) terminal.WriteLine($"{What(entry!)}  {entry!["name"]}");
            });
        }));
        return list;
    }

    private static Command Remove()
    {
        var name = DidArgument.CreateName("name", "A name of the book");
        var remove = new Command("remove", "Take a name out of the book") { name };
        remove.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var removed = await node.CallAsync("removeName", new JsonObject { ["name"] = context.Parsed.GetValue(name) }, cancel);
            context.Print(removed, terminal => terminal.WriteLine($"{removed!["name"]} is nobody's now"));
        }, left: "whether the name is still in the book is not known: rings name list"));
        return remove;
    }

    private static string What(JsonNode entry) => (string?)entry["service"] ?? (string)entry["did"]!;

    private static Argument<string> Name() => new("name") { Description = "1 to 40 of letters, digits and . _ -" };
}
