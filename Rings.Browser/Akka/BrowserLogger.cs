using Akka.Event;

namespace Rings.Browser.Akka;

/// <summary>Writes what the actors log to the page's console, a line each.</summary>
internal sealed class BrowserLogger : MinimalLogger
{
    /// <inheritdoc/>
    protected override void Log(object message)
    {
        if (message is LogEvent said) Console.WriteLine($"[{said.LogLevel()}] {said.LogSource}: {said.Message} {said.Cause}");
        else Console.WriteLine(message);
    }
}
