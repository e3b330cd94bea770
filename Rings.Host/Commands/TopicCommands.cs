using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings topic</c>: messages that the ring keeps for whoever follows.</summary>
internal static class TopicCommands
{
    /// <summary>The command.</summary>
    public static Command Create() => new("topic", "Publish to a topic, or follow one") { Publish(), Follow() };

    private static Command Publish()
    {
        var topic = new Argument<string>("topic") { Description = "The topic's name" };
        var text = new Argument<string>("text") { Description = "The text, up to 32 KiB; '-' reads it from standard input" };
        var publish = new Command("publish", "Publish a message; a topic keeps the newest 64 of each node for 7 days") { topic, text };
        publish.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var stored = await node.CallAsync("publishMessageToTopic", new JsonObject
            {
                ["topic"] = context.Parsed.GetValue(topic),
                ["data"] = Convert.ToBase64String(await Input.BytesAsync(context.Parsed.GetValue(text)!, cancel)),
            }, cancel);
            context.Print(stored, terminal => terminal.WriteLine(
                $"{stored!["state"]}: {Counted.Of(stored["copies"]!.AsArray().Count, "durable copy", "durable copies")}"));
        }, left: "whether the message is in the topic is not known: 'rings topic follow TOPIC --history' tells"));
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
        }, left: null));
        return follow;
    }

    private static async Task ShowHistoryAsync(
        CommandContext context, NodeClient node, string topic, CancellationToken cancel)
    {
        var page = await node.CallAsync("fetchTopicMessages", new JsonObject { ["topic"] = topic }, cancel);
        var names = await node.NamesAsync(cancel);
        foreach (var message in page!["messages"]!.AsArray()) Show(context, message!, names);
    }

    private static async Task ShowAsync(CommandContext context, NodeClient node, string topic, CancellationToken cancel)
    {
        var names = await node.NamesAsync(cancel);
        await foreach (var (_, message) in node.ListenAsync($"/topics?name={Uri.EscapeDataString(topic)}", cancel))
            Show(context, message, names);

        throw new UserErrorException("the node stopped: there will be no more events");
    }

    private static void Show(CommandContext context, JsonNode message, KnownNames names) => Console.Out.WriteLine(
        context.Json
            ? JsonOutput.Text(message, indented: false)
            : $"{Times.Short(message["time"])}  {names.Of((string)message["author"]!)}: {Visible.Lines((string)message["text"]!, "    ")}");
}
