using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Spectre.Console;

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
                call["data"] = Convert.ToBase64String(await ReadAsync(parsed.GetValue(value), cancel));
            }

            using var node = context.Connect();
            var stored = await node.CallAsync(parsed.GetValue(remove) ? "removeElement" : "putRecord", call, cancel);
            context.Print(stored, terminal => terminal.WriteLine(Describe(stored!)));
        }));
        return put;
    }

    private static Command Get()
    {
        var owner = new Argument<string>("owner") { Description = "The Did whose register it is; with --set, the set's name" };
        var name = new Argument<string?>("name") { Description = "The register's name", Arity = ArgumentArity.ZeroOrOne };
        var isSet = new Option<bool>("--set") { Description = "Read a set" };
        var consistency = ConsistencyOption("How sure to be: one holder, a quorum or all");
        var get = new Command("get", "Read a value of the ring: get DID NAME, or get --set NAME") { owner, name, isSet, consistency };
        get.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            var call = new JsonObject { ["consistency"] = parsed.GetValue(consistency) };
            if (parsed.GetValue(isSet)) (call["kind"], call["name"]) = ("set", parsed.GetValue(owner));
            else
            {
                var text = parsed.GetValue(name) ?? throw new UserErrorException("get needs a Did and a name, or --set NAME");
                (call["kind"], call["owner"], call["name"]) = ("register", parsed.GetValue(owner), text);
            }

            using var node = context.Connect();
            var found = await node.CallAsync("getRecord", call, cancel);
            var records = found!["records"]!.AsArray();
            context.Print(found, terminal =>
            {
                foreach (var record in records) terminal.WriteLine(Line(record!, parsed.GetValue(isSet)));
            });
            if (records.Count > 0 || parsed.GetValue(isSet)) return;
            throw new UserErrorException((bool)found["final"]!
                ? "not found: a quorum of its holders agrees that there is no such record"
                : "no record was found, but too few holders answered to be sure. Try again");
        }));
        return get;
    }

    private static Option<string> ConsistencyOption(string description)
    {
        var option = new Option<string>("--consistency") { Description = description, DefaultValueFactory = _ => "quorum" };
        option.AcceptOnlyFromAmong(Levels);
        return option;
    }

    private static async Task<byte[]> ReadAsync(string? value, CancellationToken cancel)
    {
        if (value is null) throw new UserErrorException("put needs a value; '-' reads it from stdin");
        if (value != "-") return Encoding.UTF8.GetBytes(value);
        using var bytes = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    private static string Describe(JsonNode stored)
    {
        var copies = Counted.Of(stored["copies"]!.AsArray().Count, "durable copy", "durable copies");
        var state = (string?)stored["state"] == "stored"
            ? $"stored: {copies}"
            : $"stored locally: {copies}, more follow when the ring has the nodes";
        return $"{state}, owner {stored["owner"]}";
    }

    private static string Line(JsonNode record, bool isSet) =>
        isSet ? $"{record["author"]}  {record["text"]}" : (string)record["text"]!;
}
