using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Spectre.Console;

namespace Rings.Host.Commands;

/// <summary><c>rings offer</c>: a link's handshake by hand, over any channel that carries text.</summary>
internal static class OfferCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var offer = new Command(
            "offer", "Open a link by hand: create on one side, answer on the other, accept on the first");
        offer.Subcommands.Add(Step(
            "create", "Print an offer for a node", "did", "The node that is to answer", "createOffer", "did", "offer"));
        offer.Subcommands.Add(Step("answer", "Print the answer to an offer", "offer", "The offer that 'offer create' printed", "answerOffer", "offer", "answer"));
        offer.Subcommands.Add(Step("accept", "Take the answer; waits until the link is ready", "answer", "What 'offer answer' printed", "acceptAnswer", "answer", "did"));
        return offer;
    }

    private static Command Step(
        string name, string description, string argumentName, string argumentDescription, string method, string parameter, string result)
    {
        var argument = new Argument<string>(argumentName) { Description = argumentDescription };
        var command = new Command(name, description) { argument };
        command.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var answer = await node.CallAsync(
                method, new JsonObject { [parameter] = context.Parsed.GetValue(argument) }, cancel);
            context.Print(answer, terminal => terminal.WriteLine((string)answer![result]!));
        }));
        return command;
    }
}
