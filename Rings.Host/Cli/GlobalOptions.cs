using System.CommandLine;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace Rings.Host.Cli;

/// <summary>Options that every command takes; each has an environment variable, <c>RINGS_</c> and its name.</summary>
internal static class GlobalOptions
{
    /// <summary>The configuration file.</summary>
    public static Option<string?> ConfigFile { get; } = Text(
        "--config", "Configuration file (default: rings.conf in the data directory, if there is one)");

    /// <summary>Where keys, records and the token are kept.</summary>
    public static Option<string?> DataDirectory { get; } = Text(
        "--data-dir", $"Data directory (default: {DataFolder.Default})");

    /// <summary>The running node to talk to.</summary>
    public static Option<string?> Endpoint { get; } = Text(
        "--endpoint", "Internal URL of the running node (default: the one that runs on the data directory)");

    /// <summary>The token of the running node.</summary>
    public static Option<string?> TokenFile { get; } = Text(
        "--token-file", "File with the node's access token (default: token in the data directory)");

    /// <summary>The least level that is logged.</summary>
    public static Option<string?> LogLevel { get; } = Text(
        "--log-level", "trace, debug, info, warning or error (default: info)");

    /// <summary>Machine-readable output.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON for scripts",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("RINGS_JSON") is "1" or "true",
    };

    /// <summary>What <c>--log-level</c> says.</summary>
    /// <exception cref="UserErrorException">It is none.</exception>
    public static Level LevelOf(ParseResult parsed, Level ifAbsent = Level.Information) =>
        parsed.GetValue(LogLevel) switch
        {
            null => ifAbsent,
            var name => LogLevels.Find(name)
                ?? throw new UserErrorException($"--log-level {name}: expected trace, debug, info, warning or error"),
        };

    /// <summary>Adds them all.</summary>
    public static void AddTo(Command root)
    {
        foreach (Option option in (Option[])[ConfigFile, DataDirectory, Endpoint, TokenFile, LogLevel, Json])
            root.Options.Add(option);
    }

    /// <summary>What the environment says; a variable that is empty says nothing.</summary>
    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static Option<string?> Text(string name, string description) => new(name)
    {
        Description = description,
        Recursive = true,
        DefaultValueFactory = _ =>
            Variable("RINGS_" + name[2..].Replace('-', '_').ToUpperInvariant()),
    };
}
