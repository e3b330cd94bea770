using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// What one node brings to another over their link, in two processes over WebRTC on loopback: application messages, each
/// signed, verified, taken and answered by a receipt. Limits are raised.
/// </summary>
internal static class LinkThroughput
{
    /// <summary>Runs it.</summary>
    /// <param name="args">Seconds; bytes of a message; how many are under way at a time.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        using var child = new ChildProcess(LinkedNodes.Part);
        using var system = ActorSystem.Create("from", "akka.loglevel = WARNING");
        var node = LinkedNodes.Start(system);
        var to = await LinkedNodes.LinkAsync(node, child);

        await SendAsync(node, to, TimeSpan.FromSeconds(2), numbers[1], numbers[2]);
        var (clock, cpu) = (Stopwatch.GetTimestamp(), child.Processor);
        var sent = await SendAsync(node, to, TimeSpan.FromSeconds(numbers[0]), numbers[1], numbers[2]);
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var megabytes = sent * (double)numbers[1] / 1e6;
        Console.WriteLine(FormattableString.Invariant(
            $"| {numbers[1]} bytes | {sent / seconds:0} messages per second | {megabytes / seconds:0.0} MB/s | receiver {(child.Processor - cpu).TotalMilliseconds / megabytes:0.0} ms of processor time per MB |"));
        return 0;
    }

    private static async Task<long> SendAsync(RingsClient node, Did to, TimeSpan span, int bytes, int atOnce)
    {
        var (clock, payload, sent) = (Stopwatch.GetTimestamp(), new byte[bytes], 0L);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(clock) < span)
            {
                if (await node.SendPlainAsync(to, LinkedNodes.Protocol, payload) is RingsNodeProtocol.Delivered) Interlocked.Increment(ref sent);
            }
        }));
        return sent;
    }
}
