using System.Diagnostics;
using System.Globalization;

namespace Rings.Simulation.Commands;

/// <summary>One line on the error stream that says how far a long run is; silent where that stream is a file.</summary>
/// <param name="total">How much there is to do, in any unit.</param>
internal sealed class ProgressLine(double total)
{
    private const double Telling = 0.05;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = Pause;

    /// <summary>Shows the line, at most twice a second.</summary>
    /// <param name="done">How much has been done.</param>
    /// <param name="what">What is being done.</param>
    public void Show(double done, string what)
    {
        if (Console.IsErrorRedirected || _clock.Elapsed < _next) return;
        _next = _clock.Elapsed + Pause;
        Console.Error.Write($"\r{Text(done / total, _clock.Elapsed, what)} \e[K");
    }

    /// <summary>What the line says. The first steps tell little of those to come: a wrong time is worse than none.</summary>
    /// <param name="share">How much of all is done, from 0 to 1.</param>
    /// <param name="elapsed">Since the run began.</param>
    /// <param name="what">What is being done.</param>
    internal static string Text(double share, TimeSpan elapsed, string what)
    {
        var done = Math.Clamp(share, 1e-9, 1);
        var left = TimeSpan.FromSeconds(elapsed.TotalSeconds * (1 - done) / done);
        var rest = done < Telling ? "" : string.Create(CultureInfo.InvariantCulture, $", {left:hh\\:mm\\:ss} left");
        return string.Create(CultureInfo.InvariantCulture, $"{100 * done,5:0.0} %  {what}{rest}");
    }

    /// <summary>Takes the line away.</summary>
    public static void Clear()
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r\e[K");
    }
}
