using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Transport.WebRtc;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// Messages whose mark the receiver writes to its replay store before it hands them on: from sending to the receipt, at a
/// steady rate and as fast as it goes. Two nodes in two processes over WebRTC on loopback, stores on the disk.
/// </summary>
internal static class KeptMessages
{
    private const string Protocol = "bench/1";
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
            using var child = new ChildProcess("kept-node");
            using var system = ActorSystem.Create("from", "akka.loglevel = WARNING");
            var node = Start(system, Path.Combine(folder, "from"));
            var to = await LinkAsync(node, child, Path.Combine(folder, "to"));
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

    /// <summary>The receiver's process.</summary>
    public static async Task<int> NodeAsync()
    {
        using var system = ActorSystem.Create("to", "akka.loglevel = WARNING");
        var node = Start(system, (await Console.In.ReadLineAsync())!["folder ".Length..]);
        _ = DrainAsync(node);
        Console.WriteLine($"did {(await node.GetStatusAsync()).Did}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var answered = (RingsNodeProtocol.OfferAnswered)await node.AnswerOfferAsync(
                Convert.FromBase64String(line["offer ".Length..]), "127.0.0.1");
            Console.WriteLine($"answer {Convert.ToBase64String(answered.Answer)}");
        }

        return 0;
    }

    private static async Task<Did> LinkAsync(RingsClient node, ChildProcess child, string folder)
    {
        var to = Did.Parse(await child.AskAsync("folder", folder, "did"), null);
        var offer = (RingsNodeProtocol.OfferCreated)await node.CreateOfferAsync(to);
        await node.AcceptAnswerAsync(Convert.FromBase64String(
            await child.AskAsync("offer", Convert.ToBase64String(offer.Offer), "answer")));
        while ((await node.GetStatusAsync()).Links.All(link => link.State != LinkState.Ready)) await Task.Delay(20);
        return to;
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
        if (await node.SendPlainAsync(to, Protocol, new byte[Bytes]) is RingsNodeProtocol.Delivered)
            trips.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static string Figures(ConcurrentBag<double> trips)
    {
        var sorted = trips.Order().ToArray();
        return FormattableString.Invariant(
            $"{sorted.Length} delivered | p50 {sorted[sorted.Length / 2]:0.00} ms | p99 {sorted[sorted.Length * 99 / 100]:0.00} ms");
    }

    private static async Task DrainAsync(RingsClient node)
    {
        await foreach (var _ in node.MessagesAsync(Protocol, 4096))
        {
        }
    }

    private static RingsClient Start(ActorSystem system, string folder) => new(
        system.StartRingsNode(options => options
            .Ring(BenchmarkRing.Name)
            .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
            .SeedClient(() => new BenchmarkRing.NoSeeds())
            .Configure(settings => settings with
            {
                DataDir = folder,
                Messages = settings.Messages with
                {
                    OriginMessagesPerSecond = 1e9,
                    OriginMessagesBurst = 1e9,
                    OriginBytesPerSecond = 1e12,
                },
            })), system);
}
