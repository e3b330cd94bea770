using Akka.Hosting;
using Microsoft.Extensions.Logging.Console;
using Rings.Host.Events;

namespace Rings.Host.Logging;

/// <summary>Sets up the program's log: on stderr, a line an event, and to the dashboard.</summary>
internal static class NodeLogging
{
    /// <summary>Sets up the log itself.</summary>
    /// <param name="logging">The host's.</param>
    /// <param name="level">The least level that is told.</param>
    /// <param name="hub">Gets the same lines.</param>
    public static void Configure(ILoggingBuilder logging, LogLevel level, EventHub hub)
    {
        // What the frameworks have to say of themselves is for those who look for a fault in them. And a listener that
        // cannot start is told by its exception: the web host's own account of it would come twice.
        var frameworks = level <= LogLevel.Debug ? level : LogLevel.Warning;
        logging.SetMinimumLevel(level)
            .AddFilter("Akka", frameworks)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddProvider(new EventLoggerProvider(hub, TimeProvider.System))
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Has the actors speak to that log.</summary>
    public static AkkaConfigurationBuilder WithNodeLogging(
        this AkkaConfigurationBuilder akka, ILoggerFactory logging, LogLevel level) => akka
        .AddSetup(new NodeLogger.Target(logging))
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLogger<NodeLogger>();
            loggers.LogLevel = NodeLogger.LevelOf(level);
        });
}
