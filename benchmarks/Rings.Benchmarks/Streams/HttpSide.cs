using System.Diagnostics;
using System.Globalization;

namespace Rings.Benchmarks.Streams;

/// <summary>A client that asks a web server for small answers, several at a time, on connections that stay.</summary>
internal static class HttpSide
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);

    /// <summary>Asks for a time; tells requests per second, those per second of processor time, the median in ms.</summary>
    /// <param name="url">What to ask for, through a tunnel on loopback.</param>
    /// <param name="length">Bytes of the answer.</param>
    /// <param name="atOnce">How many ask at a time.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="pids">The processes whose time counts; those that they started count, too.</param>
    public static async Task<int> AskAsync(string url, string length, string atOnce, string seconds, string[] pids)
    {
        var (bytes, count) = (Number(length), Number(atOnce));
        using var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = count };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(url) };
        await AllAsync(http, bytes, count, Warm);
        var roots = Array.ConvertAll(pids, Number);
        var (before, clock) = (TcpSide.ProcessorTime(roots), Stopwatch.GetTimestamp());
        var times = await AllAsync(http, bytes, count, TimeSpan.FromSeconds(Number(seconds)));
        var (passed, used) = (Stopwatch.GetElapsedTime(clock).TotalSeconds, TcpSide.ProcessorTime(roots) - before);
        times.Sort();
        var perSecond = times.Count / Math.Max(0.01, used.TotalSeconds);
        Console.WriteLine(FormattableString.Invariant($"{times.Count / passed:0} {perSecond:0} {times[times.Count / 2]:0.00}"));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<List<double>> AllAsync(HttpClient http, int bytes, int count, TimeSpan time)
    {
        var askers = Enumerable.Range(0, count).Select(_ => Task.Run(() => OneAsync(http, bytes, time)));
        var all = await Task.WhenAll(askers);
        return [.. all.SelectMany(times => times)];
    }

    private static async Task<List<double>> OneAsync(HttpClient http, int bytes, TimeSpan time)
    {
        var (times, clock) = (new List<double>(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(clock) < time)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await http.GetByteArrayAsync((Uri?)null);
            if (answer.Length != bytes) throw new InvalidOperationException($"{answer.Length} of {bytes} bytes came");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }
}
