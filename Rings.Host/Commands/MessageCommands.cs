using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Node;

namespace Rings.Host.Commands;

/// <summary><c>rings send</c> and <c>listen</c>: messages of the running node.</summary>
internal static class MessageCommands
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Send(), Listen()];

    private static Command Send()
    {
        var to = DidArgument.Create("did", "The node to send to, by Did or name");
        var text = new Argument<string>("text") { Description = "The text to send; '-' reads it from standard input" };
        var plain = new Option<bool>("--plain") { Description = "Send in the clear: signed, but readable by the nodes that relay it" };
        var noMail = new Option<bool>("--no-mail") { Description = "Do not leave the text in the mailbox of a node that is away" };
        var send = new Command("send", "Send a text to a node, end to end, and wait for the receipt; if the node is away, leave it as mail") { to, text, plain, noMail };
        send.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var sent = await node.CallAsync("sendMessage", new JsonObject
            {
                ["destination_did"] = context.Parsed.GetValue(to),
                ["protocol"] = Chat.Protocol,
                ["data"] = Convert.ToBase64String(await Input.BytesAsync(context.Parsed.GetValue(text)!, cancel)),
                ["plain"] = context.Parsed.GetValue(plain),
                ["mail"] = !context.Parsed.GetValue(noMail),
            }, cancel);
            context.Print(sent, terminal => terminal.WriteLine(Describe(sent!)));
        }, left: "whether the message arrived is not known"));
        return send;
    }

    private static string Describe(JsonNode sent) => (string?)sent["state"] == "mailed"
        ? $"away: it lies sealed in the mailbox until {Times.Short(sent["expires"])}"
        : string.Create(CultureInfo.InvariantCulture, $"{sent["state"]} in {(double?)sent["ms"] ?? 0:0.0} ms");

    private static Command Listen()
    {
        var listen = new Command("listen", "Print messages and changes of the ring as they happen, until Ctrl-C");
        listen.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var names = await node.NamesAsync(cancel);
            await foreach (var (type, data) in node.ListenAsync("/events", cancel))
            {
                if (context.Json) Console.Out.WriteLine($$"""{"type":"{{type}}","data":{{JsonOutput.Text(data, indented: false)}}}""");
                else if (EventWords.Of(type, data, names) is { } words) Console.Out.WriteLine(words);
            }

            throw new UserErrorException("the node stopped: nothing more comes from it");
        }, left: null));
        return listen;
    }
}
