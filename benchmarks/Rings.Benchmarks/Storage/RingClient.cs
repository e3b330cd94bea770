using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Transport.WebRtc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Benchmarks.Storage;

/// <summary>
/// The last node of a ring of processes: puts records of 1 KiB and gets them again, so many at a time, and prints
/// operations per second and latencies. benchmarks/storage/compare.sh starts the others.
/// </summary>
internal sealed class RingClient(IRings node, int count, int atOnce)
{
    private const int ValueBytes = 1024;

    /// <summary>Runs it.</summary>
    /// <param name="args">The seed, the ring's size, the number of records, how many operations at a time.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args[1..].Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        using var system = ActorSystem.Create("client", "akka.loglevel = WARNING");
        var node = new RingsClient(
            system.StartRingsNode(
                options => options
                    .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
                    .Seeds(args[0]),
                "client"),
            system);
        var others = numbers[0] - 1;
        NodeStatus status;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
            status = await node.GetStatusAsync();
        }
        while (status.Phase != RingPhase.Member || status.Successors.Length < others);
        await new RingClient(node, numbers[1], numbers[2]).MeasureAsync(status.Did);
        await system.Terminate();
        return 0;
    }

    private async Task MeasureAsync(Did self)
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, count).Select(_ =>
        {
            var value = new byte[ValueBytes];
            random.NextBytes(value);
            return value;
        }).ToArray();
        await RunAsync("warm-up", count / 10, async i =>
            WhyNotStored(await node.PutAsync(new PutRegister($"warm/{i}", values[i]))));
        await RunAsync("put", count, async i =>
            WhyNotStored(await node.PutAsync(new PutRegister($"r/{i}", values[i]))));
        await RunAsync("get", count, async i =>
            WhyNotFound(await node.GetAsync(new GetRegister(self, $"r/{i}")), values[i]));
    }

    private static string? WhyNotStored(IReply reply) => reply is RecordStored ? null : reply.GetType().Name;

    private static string? WhyNotFound(IReply reply, byte[] value) => reply switch
    {
        RecordsFound { Records: [var record] } when !record.Value.AsSpan().SequenceEqual(value) => "another value",
        RecordsFound { Records: [_], IsFinal: true } => null,
        RecordsFound { Records: [_] } => "not final",
        RecordsFound => "not found",
        _ => reply.GetType().Name,
    };

    private async Task RunAsync(string name, int times, Func<int, Task<string?>> operation)
    {
        var next = -1;
        var failures = new ConcurrentDictionary<string, int>();
        var latencies = new double[times];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < times; i = Interlocked.Increment(ref next))
            {
                var began = clock.Elapsed;
                if (await operation(i) is { } why) failures.AddOrUpdate(why, 1, (_, before) => before + 1);
                latencies[i] = (clock.Elapsed - began).TotalMilliseconds;
            }
        }));
        var seconds = clock.Elapsed.TotalSeconds;
        Array.Sort(latencies);
        Console.WriteLine(FormattableString.Invariant(
            $"| rings | {name} | {times / seconds:0} | {latencies[times / 2]:0.0} | {latencies[times * 99 / 100]:0.0} | {failures.Values.Sum()} |"));
        foreach (var (why, many) in failures) Console.Error.WriteLine($"{name}: {many} times {why}");
    }
}
