using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings offer</c>: a link's handshake by hand, over any channel that carries text.</summary>
internal static class OfferCommand
{
    private const string Signed = "; '-' reads it from standard input, and a file's name from that file";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var offer = new Command(
            "offer", "Open a link by hand: create on one side, answer on the other, accept on the first");
        offer.Subcommands.Add(Step("create", "Print an offer for a node", DidArgument.Create("did", "The node that is to answer"), "createOffer", "did", "offer"));
        offer.Subcommands.Add(Step("answer", "Print the answer to an offer", new Argument<string>("offer")
        {
            Description = "The offer that 'offer create' printed" + Signed,
        }, "answerOffer", "offer", "answer"));
        offer.Subcommands.Add(Step("accept", "Take the answer; waits until the link is ready", new Argument<string>("answer")
        {
            Description = "What 'offer answer' printed" + Signed,
        }, "acceptAnswer", "answer", "did"));
        return offer;
    }

    private static Command Step(
        string name, string description, Argument<string> argument, string method, string parameter, string result)
    {
        var output = new Option<string?>("--output", "-o") { Description = "Write it to a file" };
        var command = new Command(name, description) { argument };
        if (result != "did") command.Options.Add(output);
        command.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var given = context.Parsed.GetValue(argument)!;
            if (parameter != "did") given = await SignedTextAsync(given, cancel);
            using var node = context.Connect();
            var answer = await node.CallAsync(method, new JsonObject { [parameter] = given }, cancel);
            var text = (string?)answer![result] ?? throw new UserErrorException(
                "this node has a link to it already: no offer is needed");
            if (result != "did" && context.Parsed.GetValue(output) is { } file)
                await File.WriteAllTextAsync(file, text + "\n", cancel);
            else context.Print(answer, terminal => terminal.WriteLine(text));
        }, left: "the other side may still answer what it was given"));
        return command;
    }

    /// <summary>An offer or answer, without the line ends and blanks that it met on its way.</summary>
    private static async Task<string> SignedTextAsync(string given, CancellationToken cancel)
    {
        var text = given == "-" || File.Exists(given) ? await Input.TextAsync(given, cancel) : given;
        return string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
    }
}
