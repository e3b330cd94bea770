using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Spectre.Console;

namespace Rings.Host.Commands;

/// <summary><c>rings topic</c>: messages that the ring keeps for whoever follows.</summary>
internal static class TopicCommands
{
    /// <summary>The command.</summary>
    public static Command Create() => new("topic", "Publish to a topic, or follow one") { Publish(), Follow() };

    private static Command Publish()
    {
        var topic = new Argument<string>("topic") { Description = "The topic's name" };
        var text = new Argument<string>("text") { Description = "The text, up to 32 KiB" };
        var publish = new Command("publish", "Publish a message; a topic keeps the newest 64 of each node for 7 days") { topic, text };
        publish.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var stored = await node.CallAsync("publishMessageToTopic", new JsonObject
            {
                ["topic"] = context.Parsed.GetValue(topic),
                ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(context.Parsed.GetValue(text)!)),
            }, cancel);
            context.Print(stored, terminal => terminal.WriteLine(
                $"{stored!["state"]}: {Counted.Of(stored["copies"]!.AsArray().Count, "durable copy", "durable copies")}"));
        }));
        return publish;
    }

    private static Command Follow()
    {
        var topic = new Argument<string>("topic") { Description = "The topic's name" };
        var history = new Option<bool>("--history") { Description = "Print the messages that are there, and exit" };
        var follow = new Command("follow", "Print a topic's messages: those that are there, then each new one, until Ctrl-C")
        {
            topic, history,
        };
        follow.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var name = context.Parsed.GetValue(topic)!;
            if (context.Parsed.GetValue(history)) await ShowHistoryAsync(context, node, name, cancel);
            else await ShowAsync(context, node, name, cancel);
        }));
        return follow;
    }

    private static async Task ShowHistoryAsync(
        CommandContext context, NodeClient node, string topic, CancellationToken cancel)
    {
        var page = await node.CallAsync("fetchTopicMessages", new JsonObject { ["topic"] = topic }, cancel);
        foreach (var message in page!["messages"]!.AsArray()) Show(context, message!);
    }

    private static async Task ShowAsync(CommandContext context, NodeClient node, string topic, CancellationToken cancel)
    {
        const string Data = "data: ";
        using var reader = new StreamReader(await node.EventsAsync($"/topics?name={Uri.EscapeDataString(topic)}", cancel));
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal)) Show(context, JsonNode.Parse(line[Data.Length..])!);
        }

        throw new UserErrorException("the node stopped: there will be no more events");
    }

    private static void Show(CommandContext context, JsonNode message) => Console.Out.WriteLine(
        context.Json ? message.ToJsonString() : $"{message["time"]}  {message["author"]}: {message["text"]}");
}
