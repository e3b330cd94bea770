using Level = Microsoft.Extensions.Logging.LogLevel;

namespace Rings.Host.Cli;

/// <summary>The levels of the log, as users say and read them.</summary>
internal static class LogLevels
{
    /// <summary>Their names, the least first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["trace", "debug", "info", "warning", "error"];

    /// <summary>The name of a level; what is worse than an error is one.</summary>
    public static string NameOf(Level level) => Names[Math.Clamp((int)level, 0, Names.Count - 1)];

    /// <summary>The level of a name; null where it is none.</summary>
    public static Level? Find(string name) =>
        Names.Index().Where(level => level.Item == name).Select(level => (Level?)level.Index).FirstOrDefault();
}
