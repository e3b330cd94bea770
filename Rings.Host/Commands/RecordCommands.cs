using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings put</c> and <c>get</c>: records of the ring.</summary>
internal static class RecordCommands
{
    private static readonly string[] Levels = ["one", "quorum", "all"];

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Put(), Get()];

    private static Command Put()
    {
        var name = new Argument<string>("name") { Description = "The register's name; with --set, the set's" };
        var value = new Argument<string>("value") { Description = "The value, up to 32 KiB; '-' reads it from stdin" };
        var isSet = new Option<bool>("--set") { Description = "Add it to a set, as this node's element" };
        var tag = new Option<string?>("--tag") { Description = "Name of the element: a node may have several in one set" };
        var remove = new Option<bool>("--remove") { Description = "Remove this node's element from the set" };
        var renew = new Option<bool>("--renew") { Description = "Renew the record before it expires, as long as this node runs" };
        var consistency = ConsistencyOption("When to answer: one, quorum or all copies durable");
        var put = new Command("put", "Keep a value in the ring under this node's name, or in a set")
        {
            name, value, isSet, tag, remove, renew, consistency,
        };
        value.Arity = ArgumentArity.ZeroOrOne;
        put.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            var call = new JsonObject { ["name"] = parsed.GetValue(name), ["consistency"] = parsed.GetValue(consistency) };
            if (parsed.GetValue(isSet) || parsed.GetValue(remove)) call["tag"] = parsed.GetValue(tag) ?? "";
            if (!parsed.GetValue(remove))
            {
                call["kind"] = parsed.GetValue(isSet) ? "element" : "register";
                call["renew"] = parsed.GetValue(renew);
                call["data"] = Convert.ToBase64String(await Input.BytesAsync(
                    parsed.GetValue(value) ?? throw new UserErrorException("put needs a value; '-' reads it from stdin"), cancel));
            }

            using var node = context.Connect();
            var stored = await node.CallAsync(parsed.GetValue(remove) ? "removeElement" : "putRecord", call, cancel);
            context.Print(stored, terminal => terminal.WriteLine(Describe(stored!)));
        }, left: "whether the ring has it is not known. Run it again: nothing is stored twice"));
        return put;
    }

    private static Command Get()
    {
        var owner = DidArgument.Create("owner", "Whose register; with --set, the set's name");
        var name = new Argument<string>("name") { Description = "The register's name", Arity = ArgumentArity.ZeroOrOne };
        var isSet = new Option<bool>("--set") { Description = "Read a set" };
        var output = new Option<string?>("--output", "-o") { Description = "Write the value to a file, byte for byte" };
        var consistency = ConsistencyOption("How sure the answer has to be: one, quorum or all");
        var get = new Command("get", "Read a value of the ring: DID NAME, or --set NAME") { owner, name, isSet, output, consistency };
        get.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            if (parsed.GetValue(isSet)) await GetSetAsync(context, parsed.GetValue(owner)!, parsed.GetValue(consistency)!, cancel);
            else
            {
                var text = parsed.GetValue(name) ?? throw new UserErrorException("get needs a Did and a name, or --set NAME");
                await GetRegisterAsync(context, new JsonObject
                {
                    ["kind"] = "register",
                    ["owner"] = parsed.GetValue(owner),
                    ["name"] = text,
                    ["consistency"] = parsed.GetValue(consistency),
                }, parsed.GetValue(output), cancel);
            }
        }));
        return get;
    }

    private static async Task GetRegisterAsync(
        CommandContext context, JsonObject call, string? output, CancellationToken cancel)
    {
        using var node = context.Connect();
        var found = await node.FindAsync(call, cancel);
        if (found["records"]!.AsArray() is not [{ } record, ..])
        {
            if (context.Json) CommandContext.PrintJson(found);
            throw Nothing(found);
        }

        var value = Convert.FromBase64String((string)record["data"]!);
        if (output is not null) await File.WriteAllBytesAsync(output, value, cancel);
        else if (context.Json) CommandContext.PrintJson(found);
        else await Terminal.WriteValueAsync(value, cancel);
    }

    private static async Task GetSetAsync(CommandContext context, string name, string consistency, CancellationToken cancel)
    {
        using var node = context.Connect();
        var found = await node.FindAsync(new JsonObject
        {
            ["kind"] = "set",
            ["name"] = name,
            ["consistency"] = consistency,
        }, cancel);
        var names = await node.NamesAsync(cancel);
        context.Print(found, terminal =>
        {
            foreach (var record in found["records"]!.AsArray()) terminal.WriteLine(Element(record!, names));
        });
        if (found["records"]!.AsArray().Count > 0) return;
        if (!(bool)found["final"]!) throw Nothing(found);
        await Console.Error.WriteLineAsync("rings: the set is empty: a quorum of its holders agrees that there is nothing");
    }

    private static UserErrorException Nothing(JsonNode found) => new((bool)found["final"]!
        ? "not found: a quorum of its holders agrees that there is no such record"
        : "no record was found, but too few holders answered to be sure. Try again");

    // Each element begins a line of its own, whatever it says.
    private static string Element(JsonNode record, KnownNames names) =>
        $"{names.Of((string)record["author"]!)}  {Visible.Lines((string)record["text"]!, "    ")}";

    private static Option<string> ConsistencyOption(string description)
    {
        var option = new Option<string>("--consistency") { Description = description, DefaultValueFactory = _ => "quorum" };
        option.AcceptOnlyFromAmong(Levels);
        return option;
    }

    private static string Describe(JsonNode stored)
    {
        var copies = Counted.Of(stored["copies"]!.AsArray().Count, "durable copy", "durable copies");
        var state = (string?)stored["state"] == "stored"
            ? $"stored: {copies}"
            : $"stored locally: {copies}, more follow when the ring has the nodes";
        return $"{state}, owner {stored["owner"]}";
    }
}
