using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Rpc;

namespace Rings.Host.Commands;

/// <summary><c>rings speed</c>: how fast bytes get to a node.</summary>
internal static class SpeedCommand
{
    private const double Mebi = 1024 * 1024;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var did = DidArgument.Create("did", "The node to send to, by Did or name");
        var seconds = WholeNumbers.Option("--seconds", "How long to send", 5, 1, SpeedMethods.MaxSeconds);
        var plain = new Option<bool>("--plain") { Description = "In the clear: signed, but readable by the nodes that relay it" };
        var speed = new Command(
            "speed", "Measure how fast messages of 32 KiB get to a node and are acknowledged. Example: rings speed anna --seconds 10")
        {
            did, seconds, plain,
        };
        speed.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var result = await context.WorkAsync($"sending to {context.Parsed.GetValue(did)} for {context.Parsed.GetValue(seconds)} s", () => node.CallAsync(
                "measureSpeed",
                new JsonObject
                {
                    ["did"] = context.Parsed.GetValue(did),
                    ["seconds"] = context.Parsed.GetValue(seconds),
                    ["plain"] = context.Parsed.GetValue(plain),
                },
                cancel));
            var names = await node.NamesAsync(cancel);
            context.Print(result, terminal => Show(terminal, result!, names));
        }, left: "the node stops sending"));
        return speed;
    }

    private static void Show(TextWriter terminal, JsonNode result, KnownNames names)
    {
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(double)result["bytesPerSecond"]! / Mebi:0.0} MiB/s to {names.Beside((string)result["did"]!)}, {Way((string)result["way"]!)}"));
        terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{LinkTable.Size((long)result["bytes"]!)} acknowledged in {(double)result["seconds"]!:0.0} s, {Counted.Of((long)result["messages"]!, "message")} ({result["carrier"]})"));
        if (result["msMedian"] is { } median)
        {
            terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"a receipt came after {(double)median:0.0} ms (half of them), {(double)result["ms99"]!:0.0} ms (99 of 100)"));
        }

        if ((long)result["failed"]! is > 0 and var failed)
            terminal.WriteLine(Visible.Line($"{Counted.Of(failed, "message")} did not arrive: {result["why"]}"));
    }

    private static string Way(string way) => way switch
    {
        "link" => "over a link of its own",
        "self" => "which is this node itself",
        _ => "over the ring, by other nodes",
    };
}
