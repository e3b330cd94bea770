using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Sovereign.Sharing;

namespace Rings.Host.Commands;

/// <summary><c>rings group refresh</c> and <c>change</c>: new shares of a Did that stays.</summary>
internal static class GroupChangeCommands
{
    /// <summary>For the same members.</summary>
    public static Command Refresh()
    {
        var without = Without();
        var refresh = new Command("refresh", "Give all members new shares; old ones serve nobody any more. All members have to be up within a day")
        {
            GroupCommands.Id, without,
        };
        return Asks(refresh, "refreshGroup", parsed => With(parsed, [("without", without)]));
    }

    /// <summary>For others, or another number of them that sign.</summary>
    public static Command Change()
    {
        var add = Dids("--add", "New members, by Dids or names, with commas between them; each says rings group join");
        var remove = Dids("--remove", "Members that leave: their nodes erase their shares");
        var k = new Option<int?>("-k") { Description = $"How many sign then, {Feldman.MinThreshold} to {Feldman.MaxCount}; as many as now if it is not said" };
        var without = Without();
        var change = new Command("change", "Change who owns the Did, or how many of them sign; the Did stays. All who are to own it have to be up within a day")
        {
            GroupCommands.Id, add, remove, k, without,
        };
        return Asks(change, "changeGroup", parsed =>
        {
            var call = With(parsed, [("add", add), ("remove", remove), ("without", without)]);
            if (parsed.GetValue(k) is { } threshold) call["k"] = threshold;
            if (call.Count == 1) throw new UserErrorException("say what is to change: --add, --remove or -k. New shares for the same members: rings group refresh");
            return call;
        });
    }

    private static Option<string[]?> Without() => Dids("--without", "Members whose shares are not dealt from: they are not there, or have cheated");

    private static Option<string[]?> Dids(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    private static JsonObject With(ParseResult parsed, (string Name, Option<string[]?> Option)[] lists)
    {
        var call = GroupCommands.OfId(parsed);
        foreach (var (name, option) in lists)
            if (parsed.GetValue(option) is { Length: > 0 } given) call[name] = SecretCommands.ListOf(given);
        return call;
    }

    private static Command Asks(Command command, string method, Func<ParseResult, JsonObject> call)
    {
        command.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var id = context.Parsed.GetValue(GroupCommands.Id);
            var made = (await node.CallAsync(method, call(context.Parsed), cancel))!;
            context.Print(made, terminal =>
            {
                foreach (var line in ((string?)made["text"] ?? "").Split('\n')) terminal.WriteLine("  " + Visible.Line(line));
                terminal.WriteLine("Copies of old shares that somebody has kept still sign, if as many as sign now are put together.");
                terminal.WriteLine($"The members are asked. Each that agrees says: rings group approve {id} {made["request"]}. How far it is: rings group show {id}");
            });
        }, GroupCommands.Left));
        return command;
    }
}
