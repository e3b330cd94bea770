using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Node;
using Spectre.Console;

namespace Rings.Host.Commands;

/// <summary><c>rings send</c> and <c>listen</c>: messages of the running node.</summary>
internal static class MessageCommands
{
    /// <summary>The commands.</summary>
    public static IEnumerable<Command> Create() => [Send(), Listen()];

    private static Command Send()
    {
        var to = new Argument<string>("did") { Description = "The node to send to" };
        var text = new Argument<string>("text") { Description = "The text to send" };
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
                ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(context.Parsed.GetValue(text)!)),
                ["plain"] = context.Parsed.GetValue(plain),
                ["mail"] = !context.Parsed.GetValue(noMail),
            }, cancel);
            context.Print(sent, terminal => terminal.WriteLine(Describe(sent!)));
        }));
        return send;
    }

    private static string Describe(JsonNode sent) => (string?)sent["state"] == "mailed"
        ? $"away: it lies sealed in the mailbox until {sent["expires"]}"
        : string.Create(CultureInfo.InvariantCulture, $"{sent["state"]} in {(double?)sent["ms"] ?? 0:0.0} ms");

    private static Command Listen()
    {
        var listen = new Command("listen", "Print messages and changes of the ring as they happen, until Ctrl-C");
        listen.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            using var reader = new StreamReader(await node.EventsAsync("/events", cancel));
            var type = "";
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line["event: ".Length..];
                if (line.StartsWith("data: ", StringComparison.Ordinal)) Show(context, type, line["data: ".Length..]);
            }
        }));
        return listen;
    }

    private static void Show(CommandContext context, string type, string json)
    {
        if (context.Json)
        {
            Console.Out.WriteLine($$"""{"type":"{{type}}","data":{{json}}}""");
            return;
        }

        var data = JsonNode.Parse(json)!.AsObject();
        data.Remove("time");
        Console.Out.WriteLine(type == "message" ? $"{data["from"]}{((bool?)data["sealed"] == true ? "" : " (in the clear)")}: {data["text"]}" : $"{type} {data.ToJsonString()}");
    }
}
