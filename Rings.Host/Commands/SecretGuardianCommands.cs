using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>What a guardian's person does: name owners, look, approve, refuse, erase.</summary>
internal static class SecretGuardianCommands
{
    private static readonly Argument<string> Did = DidArgument.Create("did", "By Did or name");
    private static readonly Argument<string> Claim = new("claim") { Description = "The claim: rings secret kept" };

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() =>
    [
        SecretCommands.Says(
            new("accept", "Take shares of somebody's secrets from now on") { Did }, "acceptOwner", OfDid,
            parsed => $"this node keeps shares of {parsed.GetValue(Did)} from now on", "whether it does is not known: rings secret kept"),
        SecretCommands.Says(
            new("expect", "Answer somebody's claims, however many others claim today") { Did }, "expectClaimant", OfDid,
            parsed => $"claims of {parsed.GetValue(Did)} are answered", "whether they are is not known"),
        Kept(), Approve(),
        SecretCommands.Says(
            new("refuse", "End a claim") { Claim }, "refuseClaim", parsed => new() { ["claim"] = parsed.GetValue(Claim) },
            _ => "the claim has ended", "whether it has is not known: rings secret kept"),
        Erase(),
    ];

    private static Command Kept()
    {
        var kept = new Command("kept", "What this node keeps for others, and who claims it");
        kept.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var all = (await node.CallAsync("listKept", [], cancel))!;
            var names = await node.NamesAsync(cancel);
            context.Print(all, terminal => SecretPages.Kept(terminal, all, names));
        }));
        return kept;
    }

    private static Command Approve()
    {
        var words = new Argument<string[]>("words") { Description = "The four words that the claimant said to you", Arity = new ArgumentArity(4, 4) };
        var despite = new Option<bool>("--despite-veto") { Description = "The owner's Did has vetoed, and you are sure all the same" };
        var approve = new Command(
            "approve",
            "Give a share to a claimant. Hear the words from the claimant's own mouth, face to face or by video, and ask what no stranger knows")
        {
            Claim, words, despite,
        };
        return SecretCommands.Says(approve, "approveClaim", parsed => new()
        {
            ["claim"] = parsed.GetValue(Claim),
            ["words"] = SecretCommands.ListOf(parsed.GetValue(words)!),
            ["despite_veto"] = parsed.GetValue(despite),
        }, _ => "approved. When the share goes: rings secret kept", "whether it is approved is not known: rings secret kept");
    }

    private static Command Erase()
    {
        var id = new Argument<string>("id") { Description = "The secret's id: rings secret kept" };
        return SecretCommands.Says(
            new("erase", "Erase the shares of a secret that this node keeps, at once") { Did, id }, "eraseKept",
            parsed => new() { ["owner"] = parsed.GetValue(Did), ["id"] = parsed.GetValue(id) },
            _ => "erased. Tell its owner: there is one guardian fewer", "whether it is erased is not known: rings secret kept");
    }

    private static JsonObject OfDid(ParseResult parsed) => new() { ["did"] = parsed.GetValue(Did) };
}
