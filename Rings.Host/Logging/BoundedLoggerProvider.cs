using System.Collections.Concurrent;
using Rings.Host.Cli;

namespace Rings.Host.Logging;

/// <summary>
/// Lets through so many lines a minute of each source, and says how many it left out: a stranger can cause a line for
/// each connection, and must not fill the log by it.
/// </summary>
/// <param name="inner">Takes the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class BoundedLoggerProvider(ILoggerProvider inner, TimeProvider time) : ILoggerProvider
{
    /// <summary>Lines a minute of one source of the node.</summary>
    public const int OfNode = 300;

    /// <summary>Lines a minute of one source of the web server, which warns of single connections.</summary>
    public const int OfWebServer = 10;

    private const string WebServer = "Microsoft.AspNetCore.";

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    // Sources are classes of the program: there are not many.
    private readonly ConcurrentDictionary<string, LineAllowance> _allowances = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new BoundedLogger(
        inner.CreateLogger(categoryName), _allowances.GetOrAdd(categoryName, Allowance), time);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private static LineAllowance Allowance(string source) =>
        new(source.StartsWith(WebServer, StringComparison.Ordinal) ? OfWebServer : OfNode, Span);

    private sealed class BoundedLogger(ILogger inner, LineAllowance allowance, TimeProvider time) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            // Who asked for all wants all.
            if (logLevel < LogLevel.Information)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            long? leftOut;
            lock (allowance) leftOut = allowance.Take(time.GetUtcNow());
            if (leftOut is not { } before) return;
            inner.Log(logLevel, eventId, state, exception, before == 0
                ? formatter
                : (said, error) => $"{formatter(said, error)} ({Counted.Of(before, "line")} before it left out: too many in a minute)");
        }
    }
}
