using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// Messages whose mark the receiver writes to its replay store before it hands them on: from sending to the receipt, at a
/// steady rate and as fast as it goes. Two nodes in two processes over WebRTC on loopback, stores on the disk.
/// </summary>
internal static class KeptMessages
{
    private const int Bytes = 256;
    private const int AtOnce = 128;

    /// <summary>Runs it.</summary>
    /// <param name="seconds">Seconds of each part.</param>
    /// <param name="rate">Messages per second of the steady part.</param>
    public static async Task<int> RunAsync(string seconds, string rate)
    {
        var span = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
        var perSecond = int.Parse(rate, CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("rings-kept-").FullName;
        try
        {
            using var child = new ChildProcess(LinkedNodes.Part);
            using var system = ActorSystem.Create("from", "akka.loglevel = WARNING");
            var node = LinkedNodes.Start(system, Path.Combine(folder, "from"));
            var to = await LinkedNodes.LinkAsync(node, child, Path.Combine(folder, "to"));
            await FastAsync(node, to, TimeSpan.FromSeconds(2));
            Console.WriteLine(await SteadyAsync(node, to, span, perSecond));
            Console.WriteLine(await FastAsync(node, to, span));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task<string> SteadyAsync(RingsClient node, Did to, TimeSpan span, int perSecond)
    {
        var (clock, trips, under) = (Stopwatch.GetTimestamp(), new ConcurrentBag<double>(), new List<Task>());
        for (var sent = 0; sent < perSecond * span.TotalSeconds;)
        {
            var due = (long)(Stopwatch.GetElapsedTime(clock).TotalSeconds * perSecond);
            for (; sent < due; sent++) under.Add(SendAsync(node, to, trips));
            await Task.Delay(1);
        }

        await Task.WhenAll(under);
        return $"| {perSecond} per second | {Figures(trips)} |";
    }

    private static async Task<string> FastAsync(RingsClient node, Did to, TimeSpan span)
    {
        var (clock, trips) = (Stopwatch.GetTimestamp(), new ConcurrentBag<double>());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(clock) < span) await SendAsync(node, to, trips);
        }));
        var rate = trips.Count / Stopwatch.GetElapsedTime(clock).TotalSeconds;
        return FormattableString.Invariant($"| {AtOnce} at once: {rate:0} per second | {Figures(trips)} |");
    }

    private static async Task SendAsync(RingsClient node, Did to, ConcurrentBag<double> trips)
    {
        var begun = Stopwatch.GetTimestamp();
        if (await node.SendPlainAsync(to, LinkedNodes.Protocol, new byte[Bytes]) is RingsNodeProtocol.Delivered)
            trips.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static string Figures(ConcurrentBag<double> trips)
    {
        var sorted = trips.Order().ToArray();
        return FormattableString.Invariant(
            $"{sorted.Length} delivered | p50 {sorted[sorted.Length / 2]:0.00} ms | p99 {sorted[sorted.Length * 99 / 100]:0.00} ms");
    }
}
