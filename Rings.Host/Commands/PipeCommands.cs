using System.CommandLine;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings pipe listen</c> and <c>connect</c>: standard input and output between two nodes.</summary>
internal static class PipeCommands
{
    private const string Protocol = "pipe/1";

    /// <summary>The command.</summary>
    public static Command Create() =>
        new("pipe", "Connect standard input and output here with those of a command at another node") { Listen(), Connect() };

    private static Option<string> Channel() => new("--channel")
    {
        Description = "Which of several pipes: letters, digits, or . _ -, the same at both ends",
        DefaultValueFactory = _ => "",
    };

    private static Command Listen()
    {
        var channel = Channel();
        var from = new Option<string?>("--from") { Description = "Only this node may connect, by Did or name" };
        var listen = new Command("listen", "Wait for another node's 'rings pipe connect', and end when both sides have") { channel, from };
        listen.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var path = $"/streams/listen?protocol={ProtocolOf(context.Parsed.GetValue(channel)!)}";
            if (context.Parsed.GetValue(from) is { } who)
                path += "&from=" + await node.DidOfAsync(who, cancel);
            var info = await node.CallAsync("nodeDid", [], cancel);
            var extra = context.Parsed.GetValue(channel) is { Length: > 0 } name ? $" --channel {name}" : "";
            await Console.Error.WriteLineAsync($"At the other node: rings pipe connect {info!["did"]}{extra}");
            await CarryAsync(node, path, cancel);
        }, left: "the pipe is cut"));
        return listen;
    }

    private static Command Connect()
    {
        var channel = Channel();
        var to = new Argument<string>("did") { Description = "The node where 'rings pipe listen' waits, by Did or name" };
        var connect = new Command("connect", "Connect to the 'rings pipe listen' of another node, and end when both sides have") { to, channel };
        connect.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var did = await node.DidOfAsync(context.Parsed.GetValue(to)!, cancel);
            var path = $"/streams/connect?to={did}&protocol={ProtocolOf(context.Parsed.GetValue(channel)!)}";
            await CarryAsync(node, path, cancel);
        }, left: "the pipe is cut"));
        return connect;
    }

    private static async Task CarryAsync(NodeClient node, string path, CancellationToken cancel)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = new StandardOutput();
        await node.CarryStreamAsync(
            path, input, output, says => Console.Error.WriteLine(Visible.Line($"Connected with {says["peer"]}")), cancel);
    }

    private static string ProtocolOf(string channel) => Uri.EscapeDataString(channel == "" ? Protocol : $"{Protocol}/{channel}");
}
