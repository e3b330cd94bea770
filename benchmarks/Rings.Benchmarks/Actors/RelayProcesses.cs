using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Rings.Protocol;
using Rings.Transport.WebRtc;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// A relay in a process of its own, between a source and a sink in two others, over WebRTC on loopback: messages per second,
/// the relay's processor time for each, its memory over time, and how long a message takes from source to sink.
/// The source sends pre-built envelopes of 200 origins, the sink counts without verifying, the relay's limits are raised.
/// </summary>
/// <remarks>
/// Processes talk by lines on standard input and output: a word and a value. Times are those of the machine's monotonic
/// clock, which its processes share.
/// </remarks>
internal static class RelayProcesses
{
    private const int Origins = 200;
    private const int Batch = 20_000;

    /// <summary>Runs it.</summary>
    /// <param name="args">Seconds under load; bytes of a body.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        using var relay = new ChildProcess("relay-node");
        using var sink = new ChildProcess("relay-sink");
        var did = Did.Parse(await relay.ReadAsync("did"), null);
        Task<byte[]> AnswerOffer(byte[] offer) => BenchmarkNode.AnswerAsync(relay, offer);

        await sink.SendAsync("relay", did.ToString());
        var sinkDid = Did.Parse(await sink.ReadAsync("did"), null);
        await sink.SendAsync("answer", Convert.ToBase64String(
            await AnswerOffer(Convert.FromBase64String(await sink.ReadAsync("offer")))));
        await sink.ReadAsync("linked");
        var source = new BarePeer(new WebRtcPeerConnectionFactory(BenchmarkNode.Loopback), BenchmarkRing.NewSigner());
        await source.LinkAsync(did, AnswerOffer);
        await relay.AskAsync("links", "2", "ready");

        var run = new Run(source, relay, sink, RelayFrames.Build(Origins, numbers[1], sinkDid));
        await run.LoadAsync(TimeSpan.FromSeconds(3), report: false);
        await run.LoadAsync(TimeSpan.FromSeconds(numbers[0]), report: true);
        // The first second after a load still shows the load.
        foreach (var rate in (int[])[1_000, 10_000]) await run.ProbeAsync(rate, TimeSpan.FromSeconds(1), report: false);
        foreach (var rate in (int[])[1_000, 10_000]) await run.ProbeAsync(rate, TimeSpan.FromSeconds(10), report: true);
        return 0;
    }

    /// <summary>The relay's process.</summary>
    public static async Task<int> RelayAsync()
    {
        using var system = ActorSystem.Create("relay", "akka.loglevel = WARNING");
        return await BenchmarkNode.ServeAsync(BenchmarkNode.Start(system, options => options
            .WebRtc(BenchmarkNode.Loopback)
            .Configure(settings => settings with { Relay = settings.Relay.WithoutLimits() })));
    }

    /// <summary>The sink's process.</summary>
    public static async Task<int> SinkAsync()
    {
        var peer = new BarePeer(new WebRtcPeerConnectionFactory(BenchmarkNode.Loopback), BenchmarkRing.NewSigner());
        var times = new List<long>();
        var relay = Did.Parse((await Console.In.ReadLineAsync())!["relay ".Length..], null);
        Console.WriteLine($"did {peer.Did}");
        await peer.LinkAsync(relay, async offer =>
        {
            Console.WriteLine($"offer {Convert.ToBase64String(offer)}");
            return Convert.FromBase64String((await Console.In.ReadLineAsync())!["answer ".Length..]);
        });
        Console.WriteLine("linked yes");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("note", StringComparison.Ordinal))
            {
                times.Clear();
                peer.Arrived = times.Add;
                Console.WriteLine("noting yes");
            }
            else if (line.StartsWith("times", StringComparison.Ordinal))
            {
                peer.Arrived = null;
                Console.WriteLine($"times {string.Join(',', times)}");
            }
            else Console.WriteLine($"count {peer.Received}");
        }

        return 0;
    }

    /// <summary>A measurement with everybody linked.</summary>
    private sealed class Run(BarePeer source, ChildProcess relay, ChildProcess sink, byte[][] frames)
    {
        private long _sent;

        /// <summary>As fast as the link's credit lets it.</summary>
        public async Task LoadAsync(TimeSpan span, bool report)
        {
            var (clock, cpu, before) = (Stopwatch.GetTimestamp(), relay.Processor, _sent);
            var minute = TimeSpan.Zero;
            if (report) Console.WriteLine(Invariant($"relay resident before: {relay.ResidentMiB:0} MiB"));
            while (Stopwatch.GetElapsedTime(clock) is var passed && passed < span)
            {
                source.Send(frames, _sent, Batch);
                _sent += Batch;
                if (!report || passed < minute) continue;
                Console.WriteLine(Invariant($"| {passed.TotalSeconds:0} s | relay resident {relay.ResidentMiB:0} MiB |"));
                minute = passed + TimeSpan.FromSeconds(30);
            }

            await ArrivedAsync();
            var (elapsed, used, count) = (Stopwatch.GetElapsedTime(clock), relay.Processor - cpu, _sent - before);
            if (!report) return;
            Console.WriteLine(Invariant(
                $"{count} messages in {elapsed.TotalSeconds:0.0} s, none lost: {count / elapsed.TotalSeconds:0} per second; relay {used.TotalMicroseconds / count:0.0} µs of processor time each, {count / used.TotalSeconds:0} per second and core; resident {relay.ResidentMiB:0} MiB"));
        }

        /// <summary>At a rate: how long each takes, in the order of sending, which the lane keeps.</summary>
        public async Task ProbeAsync(int perSecond, TimeSpan span, bool report)
        {
            await sink.AskAsync("note", "", "noting");
            var began = new long[(int)(perSecond * span.TotalSeconds)];
            var step = Stopwatch.Frequency / perSecond;
            var start = Stopwatch.GetTimestamp();
            for (var number = 0; number < began.Length; number++)
            {
                while (Stopwatch.GetTimestamp() < start + (number * step)) Thread.Yield();
                began[number] = Stopwatch.GetTimestamp();
                source.Send(frames, _sent++, 1);
            }

            await ArrivedAsync();
            var arrived = (await sink.AskAsync("times", "", "times")).Split(',')
                .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var took = arrived.Zip(began, (end, begin) => Stopwatch.GetElapsedTime(begin, end).TotalMilliseconds).Order().ToArray();
            if (!report) return;
            Console.WriteLine(Invariant(
                $"| {perSecond} per second | {took.Length} from source to sink by one relay, ms: p50 {took[took.Length / 2]:0.000} | p99 {took[took.Length * 99 / 100]:0.000} | p99.9 {took[took.Length * 999 / 1_000]:0.000} | longest {took[^1]:0.000} |"));
        }

        private async Task ArrivedAsync()
        {
            var patience = Stopwatch.GetTimestamp();
            while (long.Parse(await sink.AskAsync("count", "", "count"), CultureInfo.InvariantCulture) < _sent)
            {
                if (Stopwatch.GetElapsedTime(patience) > TimeSpan.FromSeconds(10)) throw new TimeoutException("messages were lost");
                await Task.Delay(10);
            }
        }

        private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
    }
}
