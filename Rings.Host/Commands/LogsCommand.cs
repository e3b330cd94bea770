using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Events;

namespace Rings.Host.Commands;

/// <summary><c>rings logs</c>: what the running node has logged, from what it keeps in memory.</summary>
internal static class LogsCommand
{
    // SGR parameters of ECMA-48.
    private const int Red = 31;
    private const int Yellow = 33;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with each new line, until Ctrl-C" };
        var level = new Option<string>("--level")
        {
            Description = "The least level that is shown: trace, debug, info, warning or error; a node logs no less than its own --log-level",
            DefaultValueFactory = _ => LogLevels.Names[0],
        };
        level.AcceptOnlyFromAmong([.. LogLevels.Names]);
        var lines = WholeNumbers.Option("--lines", "The last lines that are shown at first", 100, 0, EventHub.MaxLogLines);
        lines.Aliases.Add("-n");
        var logs = new Command("logs", $"The running node's log: the last lines that it keeps ({EventHub.MaxLogLines:N0} at most), and new ones with -f. Example: rings logs -f --level warning")
        {
            follow, level, lines,
        };
        logs.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var least = LogLevels.Find(context.Parsed.GetValue(level)!);
            await ShowAsync(
                context, node, least, context.Parsed.GetValue(lines), context.Parsed.GetValue(follow), cancel);
        }, left: null));
        return logs;
    }

    /// <summary>First what was kept, as far as it is wanted; then, if it goes on, each line as it comes.</summary>
    private static async Task ShowAsync(
        CommandContext context, NodeClient node, LogLevel? least, int most, bool follow, CancellationToken cancel)
    {
        var kept = new Queue<JsonObject>();
        var isLive = false;
        await foreach (var (type, data) in node.ListenAsync("/events?log", cancel))
        {
            if (type == EventHub.Live.Type)
            {
                isLive = true;
                foreach (var line in kept) Show(context, line);
                if (!follow) return;
            }
            else if (type == "lost") await Console.Error.WriteLineAsync($"rings: {Counted.Of((long)data["events"]!, "line")} came too fast and were left out");
            else if (type != "log" || LogLevels.Find((string)data["level"]!) < least) continue;
            else if (isLive) Show(context, data);
            else
            {
                kept.Enqueue(data);
                if (kept.Count > most) kept.Dequeue();
            }
        }

        throw new UserErrorException("the node stopped: there will be no more lines");
    }

    private static void Show(CommandContext context, JsonObject line)
    {
        if (context.Json)
        {
            Console.Out.WriteLine(JsonOutput.Text(line, indented: false));
            return;
        }

        var level = (string)line["level"]!;
        var words = Visible.Line($"{level}: {line["source"]} {line["text"]}");
        var shown = level switch
        {
            "error" => Terminal.Coloured(words, Red),
            "warning" => Terminal.Coloured(words, Yellow),
            _ => words,
        };
        Console.Out.WriteLine($"{Times.Short(line["time"])} {shown}");
    }
}
