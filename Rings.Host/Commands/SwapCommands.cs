using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Swaps;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Commands;

/// <summary><c>rings swap</c>: coins of two chains change hands, and neither side can run away with both.</summary>
internal static class SwapCommands
{
    internal const string Left = "whether it was done is not known: rings swap status";

    internal static readonly Argument<string> Id = new("id") { Description = "The swap's id: rings swap status" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var swap = new Command("swap", "Exchange coins of two chains with another Did; nobody has audited this");
        foreach (var command in (IEnumerable<Command>)[Offer(), Offers(), Accept(), Decline(), SwapStatusCommand.Create(), Refund(), Export(), Chains(), SwapDeployCommand.Create()])
            swap.Subcommands.Add(command);
        return swap;
    }

    private static Command Offer()
    {
        var give = new Option<string>("--give") { Description = "What you give, such as 0.5ltc: coins, and the chain's name under rings.swap.chains", Required = true };
        var take = new Option<string>("--take") { Description = "What you get, such as 1eth", Required = true };
        var to = new Option<string>("--to") { Description = "With whom: a Did or a name", Required = true };
        var valid = WholeNumbers.Option("--valid", "Seconds that the offer can be accepted", SwapMethods.DefaultValid, 1, (int)SwapLimits.OfferLife);
        var offer = new Command("offer", "Offer a swap; once the other accepts, your coins are locked without another question") { give, take, to, valid };
        offer.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var made = (await node.CallAsync("offerSwap", new()
            {
                ["give"] = context.Parsed.GetValue(give),
                ["take"] = context.Parsed.GetValue(take),
                ["to"] = context.Parsed.GetValue(to),
                ["valid_s"] = context.Parsed.GetValue(valid),
            }, cancel))!;
            context.Print(made, terminal =>
            {
                terminal.WriteLine($"offered: {made["id"]}. Nobody has audited swaps: offer nothing that you cannot lose");
                terminal.WriteLine($"Leave this node running until it is over. How far it is: rings swap status {made["id"]} --watch");
            });
        }, Left));
        return offer;
    }

    private static Command Offers()
    {
        var offers = new Command("offers", "What others offer to this node");
        offers.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var waiting = new JsonArray([.. (await node.CallAsync("listSwaps", [], cancel))!.AsArray()
                .Where(swap => (bool)swap!["waits_for_you"]!).Select(swap => swap!.DeepClone())]);
            var names = await node.NamesAsync(cancel);
            context.Print(waiting, terminal => SwapPages.Offers(terminal, waiting, names));
        }));
        return offers;
    }

    private static Command Accept() => SecretCommands.Says(
        new("accept", "Accept an offer; your coins are locked when the other's lock is deep, without another question") { Id }, "acceptSwap", OfId,
        parsed => $"accepted. Nobody has audited swaps. Leave this node running until it is over: rings swap status {parsed.GetValue(Id)} --watch", Left);

    private static Command Decline() => SecretCommands.Says(
        new("decline", "Do not want a swap, one's own or another's; only before this node has locked") { Id }, "declineSwap", OfId,
        _ => "declined", Left);

    private static Command Refund() => SecretCommands.Says(
        new("refund", "Take this node's coins back now; it does so by itself, too, as soon as the chain allows it") { Id }, "refundSwap", OfId,
        parsed => $"sent. It counts when it is deep: rings swap status {parsed.GetValue(Id)}", Left);

    private static Command Export()
    {
        var export = new Command("export", "Print what takes this node's coins back without it; SECRET on a chain of Bitcoin's family") { Id };
        export.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var sheet = (await node.CallAsync("exportSwap", OfId(context.Parsed), cancel))!;
            context.Print(sheet, terminal => terminal.Write((string)sheet["text"]!));
        }));
        return export;
    }

    private static Command Chains()
    {
        var chains = new Command("chains", "The chains of rings.swap.chains, and how each stands");
        chains.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var all = (await node.CallAsync("swapChains", [], cancel))!;
            context.Print(all, terminal => SwapPages.Chains(terminal, all.AsArray()));
        }));
        return chains;
    }

    private static JsonObject OfId(ParseResult parsed) => new() { ["id"] = parsed.GetValue(Id) };
}
