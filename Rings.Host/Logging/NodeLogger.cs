using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;
using AkkaLevel = Akka.Event.LogLevel;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace Rings.Host.Logging;

/// <summary>
/// Carries what the node's actors log to the program's log: a line has one time, one level and, as its source, the
/// class that spoke.
/// </summary>
internal sealed class NodeLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly ILoggerFactory _logging = Context.System.Settings.Setup.Get<Target>().Value.Logging;

    /// <summary>Akka's name of the level below which actors need not speak.</summary>
    public static string LevelOf(Level level) => level switch
    {
        <= Level.Debug => "DEBUG",
        Level.Information => "INFO",
        Level.Warning => "WARNING",
        _ => "ERROR",
    };

    /// <summary>
    /// Who speaks, as a reader of the log knows it: of the node's own classes the part that they belong to, such as
    /// <c>rings.links</c>.
    /// </summary>
    public static string NameOf(Type source) => source.FullName is { } name && name.StartsWith("Rings.", StringComparison.Ordinal)
        ? $"rings.{source.Namespace!.Split('.')[^1].ToLowerInvariant()}"
        : source.FullName!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;

            case LogEvent line:
                _logging.CreateLogger(NameOf(line.LogClass)).Log(
                    LevelOf(line), default, line.Message, line.Cause, static (said, _) => said.ToString()!);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private static Level LevelOf(LogEvent line) => line.LogLevel() switch
    {
        AkkaLevel.DebugLevel => Level.Debug,
        AkkaLevel.InfoLevel => Level.Information,
        AkkaLevel.WarningLevel => Level.Warning,
        _ => Level.Error,
    };

    /// <summary>Where the lines go.</summary>
    /// <param name="logging">The program's log.</param>
    internal sealed class Target(ILoggerFactory logging) : Setup
    {
        /// <summary>The program's log.</summary>
        public ILoggerFactory Logging { get; } = logging;
    }
}
