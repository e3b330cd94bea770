using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Host.Commands;

/// <summary>What an owner does: split, look, deal anew, forget, veto.</summary>
internal static class SecretOwnerCommands
{
    private const string Left = "what the guardians were told is not known: rings secret status";

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() =>
    [
        SecretSplitCommand.Create(), Status(), Refresh(), Guardians(),
        SecretCommands.Says(
            new("forget", "Have all guardians forget a secret; what they held is erased after 14 days") { Id },
            "forgetSecret", parsed => new() { ["id"] = parsed.GetValue(Id) }, _ => "the guardians are told to forget it", Left),
        SecretCommands.Says(
            new("veto", "Say to a guardian that a claim is not yours; its person is told, and decides") { Claim },
            "vetoClaim", parsed => new() { ["claim"] = parsed.GetValue(Claim) },
            _ => "the guardian is told. A veto holds the claim and does not end it: speak to your guardian", Left),
        Probe(),
    ];

    private static Argument<string> Id { get; } = new("id") { Description = "The secret's id: rings secret status" };

    private static Argument<string> Claim { get; } = new("claim") { Description = "The claim, as the warning names it" };

    private static Command Status()
    {
        var status = new Command("status", "This node's own secrets: which guardians keep them, who proved it when, who claims them");
        status.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var secrets = (await node.CallAsync("listSecrets", [], cancel))!;
            var names = await node.NamesAsync(cancel);
            context.Print(secrets, terminal => SecretPages.Own(terminal, secrets.AsArray(), names));
        }));
        return status;
    }

    private static Command Probe()
    {
        var probe = new Command("probe", "Have each guardian prove, live, that it holds its share") { Id };
        probe.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var results = (await node.CallAsync("probeSecret", new() { ["id"] = context.Parsed.GetValue(Id) }, cancel))!;
            var names = await node.NamesAsync(cancel);
            context.Print(results, terminal =>
            {
                foreach (var result in results.AsArray())
                {
                    var says = (bool)result!["proven"]! ? "has proven that it holds its share" : $"has not: {result["result"]}";
                    terminal.WriteLine($"{names.Beside((string)result["did"]!)} {says}");
                }

                terminal.WriteLine("That a share is there does not mean that it will be given.");
            });
        }));
        return probe;
    }

    private static Command Refresh()
    {
        var guardians = SecretSplitCommand.GuardiansOption(isRequired: false);
        var (k, delay) = (WholeNumbers.Option("-k", "How many guardians are needed", Feldman.MinThreshold, Feldman.MaxCount),
            WholeNumbers.Option("--delay", "Hours from an approval to the share's leaving", 0, SecretCodec.MaxDelayHours));
        var refresh = new Command("refresh", "Deal a secret anew: other shares, and other guardians if you name them") { Id, guardians, k, delay };
        refresh.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var (parsed, call) = (context.Parsed, new JsonObject { ["id"] = context.Parsed.GetValue(Id) });
            if (parsed.GetValue(guardians) is { Length: > 0 } named) call["guardians"] = SecretCommands.ListOf(named);
            if (parsed.GetValue(k) is { } needed) call["k"] = needed;
            if (parsed.GetValue(delay) is { } hours) call["delay_hours"] = hours;
            await DealAsync(context, call, cancel);
        }, Left));
        return refresh;
    }

    private static Command Guardians() => new("guardians", "Change the guardians of a secret: it is dealt anew")
    {
        Change("add", "Add a guardian", (dids, did) => [.. dids.Where(one => one != did), did]),
        Change("remove", "Leave a guardian out; it is told to forget its share", (dids, did) => [.. dids.Where(one => one != did)]),
    };

    private static Command Change(string name, string description, Func<List<string>, string, List<string>> change)
    {
        var did = DidArgument.Create("did", "The guardian, by Did or name");
        var command = new Command(name, description) { Id, did };
        command.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var id = context.Parsed.GetValue(Id);
            var secret = (await node.CallAsync("listSecrets", [], cancel))!.AsArray().FirstOrDefault(one => (string?)one!["id"] == id)
                ?? throw new UserErrorException($"there is no secret {id}: rings secret status");
            var latest = secret["pending"] ?? secret["current"]!;
            var known = (await node.NamesAsync(cancel)).DidOf(context.Parsed.GetValue(did)!);
            var dids = change([.. latest["guardians"]!.AsArray().Select(one => (string)one!["did"]!)], known);
            await DealAsync(context, new() { ["id"] = id, ["guardians"] = SecretCommands.ListOf(dids) }, cancel);
        }, Left));
        return command;
    }

    private static async Task DealAsync(CommandContext context, JsonObject call, CancellationToken cancel)
    {
        using var node = context.Connect();
        var dealt = (await node.CallAsync("refreshSecret", call, cancel))!;
        context.Print(dealt, terminal =>
        {
            terminal.WriteLine($"version {dealt["version"]} is on its way. What was dealt before stands until enough guardians have it: rings secret status");
            terminal.WriteLine("Lay this sheet away in place of the old one:");
            terminal.WriteLine();
            terminal.Write((string)dealt["sheet"]!);
        });
    }
}
