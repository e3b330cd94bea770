using Akka.Configuration;
using Rings.Host.Events;

namespace Rings.Host.Logging;

/// <summary>Sets up the program's log: on stderr, a line an event, and to the dashboard.</summary>
internal static class NodeLogging
{
    /// <summary>Makes the log.</summary>
    /// <param name="level">The least level that is told.</param>
    /// <param name="hub">Gets the same lines.</param>
    public static ILoggerFactory Create(LogLevel level, EventHub hub) => new LoggerFactory(
        [
            Bounded(new LineLoggerProvider(Console.Error, TimeProvider.System)),
            Bounded(new EventLoggerProvider(hub, TimeProvider.System)),
        ],
        new LoggerFilterOptions
        {
            MinLevel = level,
            Rules =
            {
                // What the frameworks have to say of themselves is for those who look for a fault in them. And a listener
                // that cannot start is told by its exception: the web host's own account of it would come twice.
                Rule("Akka", level <= LogLevel.Debug ? level : AtLeast(LogLevel.Warning, level)),
                Rule("Microsoft", AtLeast(LogLevel.Warning, level)),
                Rule("Microsoft.Extensions.Hosting", LogLevel.None),
            },
        });

    /// <summary>Has the actors speak to that log, and to nothing else.</summary>
    /// <param name="level">The least level that is told.</param>
    public static Config Actors(LogLevel level) => ConfigurationFactory.ParseString(
        $$"""
        akka {
          loggers = ["{{typeof(NodeLogger).FullName}}, {{typeof(NodeLogger).Assembly.GetName().Name}}"]
          loglevel = {{NodeLogger.LevelOf(level)}}
          stdout-loglevel = OFF
        }
        """);

    private static BoundedLoggerProvider Bounded(ILoggerProvider inner) => new(inner, TimeProvider.System);

    private static LoggerFilterRule Rule(string source, LogLevel level) => new(null, source, level, null);

    private static LogLevel AtLeast(LogLevel least, LogLevel level) => level > least ? level : least;
}
