using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Spectre.Console;

namespace Rings.Host.Cli;

/// <summary>What a command works with: the global options' values, the folder and the way to print.</summary>
internal sealed class CommandContext
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

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

    /// <summary>The terminal.</summary>
    public static IAnsiConsole Out => AnsiConsole.Console;

    /// <summary>Makes a command's action: failures become one line on stderr and exit code 1.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Run(
        Func<CommandContext, CancellationToken, Task> action) =>
        async (parsed, cancel) =>
        {
            // Ctrl-C is listened for as soon as the action has given way once. A node that starts without, and whose web
            // hosts take signals too, would miss one that comes early.
            await Task.Yield();
            try
            {
                await action(new CommandContext(parsed), cancel);
                return ExitCode.Done;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return ExitCode.Done;
            }
            catch (FileNotFoundException missing)
            {
                await Console.Error.WriteLineAsync($"rings: there is no file {missing.FileName}. Check its name");
                return ExitCode.Failed;
            }
            catch (Exception error) when (error is UserErrorException or UnauthorizedAccessException or IOException or ProtocolException)
            {
                await Console.Error.WriteLineAsync($"rings: {InOneLine(error.Message)}");
                return ExitCode.Failed;
            }
            // The last place that a fault can come to: a user gets a line, not a stack.
            catch (Exception fault)
            {
                var told = parsed.GetValue(GlobalOptions.LogLevel) is "trace" or "debug"
                    ? fault.ToString()
                    : InOneLine($"{fault.GetType().Name}: {fault.Message}") + " (a fault of rings: --log-level debug shows where)";
                await Console.Error.WriteLineAsync($"rings: {told}");
                return ExitCode.Failed;
            }
        };

    private static string InOneLine(string text) =>
        string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

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
        if (Out.Profile.Out.IsTerminal) return Out.Status().StartAsync(Markup.Escape(doing) + " …", _ => work());
        Console.Out.WriteLine(doing);
        return work();
    }

    /// <summary>Prints a result: as JSON where that was asked for, else by <paramref name="human"/>.</summary>
    public void Print(JsonNode? result, Action<IAnsiConsole> human)
    {
        if (Json) PrintJson(result);
        else human(Out);
    }

    /// <summary>Prints JSON, whatever was asked for.</summary>
    public static void PrintJson(JsonNode? result) => Console.Out.WriteLine(result?.ToJsonString(Indented) ?? "null");
}
