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
/// What one node brings to another over their link, in two processes over WebRTC on loopback: application messages, each
/// signed, verified, taken and answered by a receipt. The limits of origins are raised.
/// </summary>
internal static class LinkThroughput
{
    private const string Protocol = "bench/1";

    /// <summary>Runs it.</summary>
    /// <param name="args">Seconds; bytes of a message; how many are under way at a time.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        using var child = new ChildProcess("link-node");
        using var system = ActorSystem.Create("from", "akka.loglevel = WARNING");
        var node = Start(system);
        var to = Did.Parse(await child.ReadAsync("did"), null);
        var offer = (RingsNodeProtocol.OfferCreated)await node.CreateOfferAsync(to);
        await node.AcceptAnswerAsync(Convert.FromBase64String(
            await child.AskAsync("offer", Convert.ToBase64String(offer.Offer), "answer")));
        await child.AskAsync("links", "1", "ready");

        await SendAsync(node, to, TimeSpan.FromSeconds(2), numbers[1], numbers[2]);
        var (clock, cpu) = (Stopwatch.GetTimestamp(), child.Processor);
        var sent = await SendAsync(node, to, TimeSpan.FromSeconds(numbers[0]), numbers[1], numbers[2]);
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var megabytes = sent * (double)numbers[1] / 1e6;
        Console.WriteLine(FormattableString.Invariant(
            $"| {numbers[1]} bytes | {sent / seconds:0} messages per second | {megabytes / seconds:0.0} MB/s | receiver {(child.Processor - cpu).TotalMilliseconds / megabytes:0.0} ms of processor time per MB |"));
        return 0;
    }

    /// <summary>The receiver's process.</summary>
    public static async Task<int> NodeAsync()
    {
        using var system = ActorSystem.Create("to", "akka.loglevel = WARNING");
        var node = Start(system);
        _ = DrainAsync(node);
        Console.WriteLine($"did {(await node.GetStatusAsync()).Did}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("offer ", StringComparison.Ordinal))
            {
                var answered = (RingsNodeProtocol.OfferAnswered)await node.AnswerOfferAsync(
                    Convert.FromBase64String(line[6..]), "127.0.0.1");
                Console.WriteLine($"answer {Convert.ToBase64String(answered.Answer)}");
            }
            else
            {
                while ((await node.GetStatusAsync()).Links.All(link => link.State != LinkState.Ready)) await Task.Delay(20);
                Console.WriteLine("ready yes");
            }
        }

        return 0;
    }

    private static async Task<long> SendAsync(RingsClient node, Did to, TimeSpan span, int bytes, int atOnce)
    {
        var (clock, payload, sent) = (Stopwatch.GetTimestamp(), new byte[bytes], 0L);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(clock) < span)
            {
                if (await node.SendPlainAsync(to, Protocol, payload) is RingsNodeProtocol.Delivered) Interlocked.Increment(ref sent);
            }
        }));
        return sent;
    }

    private static async Task DrainAsync(RingsClient node)
    {
        await foreach (var _ in node.MessagesAsync(Protocol, 4096))
        {
        }
    }

    private static RingsClient Start(ActorSystem system) => new(
        system.StartRingsNode(options => options
            .Ring(BenchmarkRing.Name)
            .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
            .SeedClient(() => new BenchmarkRing.NoSeeds())
            .Configure(settings => settings with
            {
                Messages = settings.Messages with
                {
                    OriginMessagesPerSecond = 1e9,
                    OriginMessagesBurst = 1e9,
                    OriginBytesPerSecond = 1e12,
                },
            })), system);
}
