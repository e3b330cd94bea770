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
        var share = Math.Clamp(done / total, 1e-9, 1);
        var left = TimeSpan.FromSeconds(_clock.Elapsed.TotalSeconds * (1 - share) / share);
        // The first steps tell little of those to come: a wrong time is worse than none.
        var rest = share < Telling ? "" : string.Create(CultureInfo.InvariantCulture, $", {left:hh\\:mm\\:ss} left");
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{100 * share,5:0.0} %  {what}{rest} \e[K"));
    }

    /// <summary>Takes the line away.</summary>
    public static void Clear()
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r\e[K");
    }
}
