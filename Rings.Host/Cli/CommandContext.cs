using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Spectre.Console;

namespace Rings.Host.Cli;

/// <summary>What a command works with: the global options' values, the folder and the way to print.</summary>
internal sealed class CommandContext
{
    private CommandContext(ParseResult parsed)
    {
        Parsed = parsed;
        Data = new DataFolder(parsed.GetValue(GlobalOptions.DataDirectory) ?? DataFolder.Default);
        Json = parsed.GetValue(GlobalOptions.Json);
    }

    /// <summary>The command line.</summary>
    public ParseResult Parsed { get; }

    /// <summary>The node's files.</summary>
    public DataFolder Data { get; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; }

    /// <summary>Makes a command's action: failures become one line on stderr and exit code 1, Ctrl-C another and 130.</summary>
    /// <param name="action">What it does.</param>
    /// <param name="left">What an interrupted run leaves behind, for the user to read; null: it only watched.</param>
    public static Func<ParseResult, CancellationToken, Task<int>> Run(
        Func<CommandContext, CancellationToken, Task> action, string? left = "nothing was changed") =>
        async (parsed, cancel) =>
        {
            // Ctrl-C is listened for as soon as the action has given way once. A node that starts without, and whose web
            // hosts take signals too, would miss one that comes early.
            await Task.Yield();
            try
            {
                // Refused before anything is done, whichever command it is.
                _ = GlobalOptions.LevelOf(parsed);
                await action(new CommandContext(parsed), cancel);
                return ExitCode.Done;
            }
            catch (Exception error) when (cancel.IsCancellationRequested)
            {
                var words = error is UserErrorException { InnerException: OperationCanceledException } ? error.Message : left;
                if (words is not null) await Console.Error.WriteLineAsync($"rings: interrupted: {Visible.Line(words)}");
                return ExitCode.Interrupted;
            }
            catch (Exception error)
            {
                await Console.Error.WriteLineAsync($"rings: {WordsFor(error, parsed)}");
                return ExitCode.Failed;
            }
        };

    /// <summary>What went wrong, in a line; a fault of this program with its stack where the log is to tell all.</summary>
    private static string WordsFor(Exception error, ParseResult parsed) => error switch
    {
        FileNotFoundException missing => Visible.Line($"there is no file {missing.FileName}. Check its name"),
        ProtocolException wrong => InOneLine(FieldWords.Of(wrong)),
        UserErrorException or UnauthorizedAccessException or IOException => InOneLine(
            string.IsNullOrWhiteSpace(error.Message) ? error.GetType().Name : error.Message),
        _ when parsed.GetValue(GlobalOptions.LogLevel) is "trace" or "debug" => error.ToString(),
        _ => InOneLine($"{error.GetType().Name}: {error.Message}") + " (a fault of rings: --log-level debug shows where)",
    };

    // A message may quote what strangers said.
    private static string InOneLine(string text) => Visible.Line(
        string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>A client of the running node.</summary>
    public NodeClient Connect() => NodeClient.Connect(
        Data, Parsed.GetValue(GlobalOptions.Endpoint), Parsed.GetValue(GlobalOptions.TokenFile));

    /// <summary>Does what takes a while and says so meanwhile: a status on a terminal, else a line; with JSON,
    /// nothing.</summary>
    /// <param name="doing">What is done.</param>
    /// <param name="work">Does it.</param>
    public Task<T> WorkAsync<T>(string doing, Func<Task<T>> work)
    {
        if (Json) return work();
        if (Terminal.IsWatched)
            return AnsiConsole.Console.Status().StartAsync(Markup.Escape(Visible.Line(doing)) + " …", _ => work());
        Console.Out.WriteLine(Visible.Line(doing));
        return work();
    }

    /// <summary>Prints a result: as JSON where that was asked for, else by <paramref name="human"/>.</summary>
    public void Print(JsonNode? result, Action<TextWriter> human)
    {
        if (Json) PrintJson(result);
        else human(Console.Out);
    }

    /// <summary>Prints JSON, whatever was asked for.</summary>
    public static void PrintJson(JsonNode? result) => Console.Out.WriteLine(JsonOutput.Text(result));
}
