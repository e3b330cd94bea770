using Rings.Host.Cli;

namespace Rings.Host.Logging;

/// <summary>
/// Writes a line for each event: time of day, level, source, text. What strangers said in it drives no terminal.
/// </summary>
/// <param name="output">Takes the lines.</param>
/// <param name="time">The clock; its zone is the reader's.</param>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, string source, string text)
    {
        var line = $"{time.GetLocalNow():HH:mm:ss} {LogLevels.NameOf(level)}: {source} {Visible.Line(text.ReplaceLineEndings(" "))}";
        lock (_lock) output.WriteLine(line);
    }

    private sealed class LineLogger(LineLoggerProvider provider, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            provider.Write(logLevel, source, exception is null ? text : $"{text} {exception}");
        }
    }
}
