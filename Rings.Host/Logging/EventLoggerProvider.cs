using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Events;

namespace Rings.Host.Logging;

/// <summary>Makes events of what the node logs.</summary>
/// <param name="hub">Takes them.</param>
/// <param name="time">The clock.</param>
internal sealed class EventLoggerProvider(EventHub hub, TimeProvider time) : ILoggerProvider
{
    /// <summary>The longest line that is told, in characters.</summary>
    public const int MaxText = 1_000;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new EventLogger(hub, time, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class EventLogger(EventHub hub, TimeProvider time, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            if (exception is not null) text = $"{text} ({exception.GetType().Name}: {exception.Message})";
            hub.PublishLogLine(NodeEvent.At(time.GetUtcNow(), "log", new JsonObject
            {
                ["level"] = LogLevels.NameOf(logLevel),
                ["source"] = category,
                ["text"] = text.Length <= MaxText ? text : text[..MaxText] + "…",
            }));
        }
    }
}
