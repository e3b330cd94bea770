using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Transport.InMemory;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// What a flood of new delegations costs honest traffic: a node sends to another at a steady rate and waits for
/// receipts, first alone, then while many other links each bring so many messages of accounts that nobody has seen.
/// All are in one process, over in-memory links, with the default limits but for the honest origin's rate.
/// </summary>
internal static class DelegationFlood
{
    private const int HonestPerSecond = 400;
    private const string Protocol = "bench/1";

    /// <summary>Runs it.</summary>
    /// <param name="args">Links that flood; new delegations per second and link; seconds.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (links, perSecond, seconds) = (Parse(args[0]), Parse(args[1]), Parse(args[2]));
        using var system = ActorSystem.Create("flood", "akka.loglevel = WARNING");
        var network = new InMemoryNetwork();
        var (from, to) = (Start(system, network, "from"), Start(system, network, "to"));
        var did = (await to.GetStatusAsync()).Did;
        await BenchmarkNode.LinkAsync(from, to);
        using var end = new CancellationTokenSource();
        var drain = BenchmarkNode.DrainAsync(to, Protocol, end: end.Token);
        while (!(await to.GetStatusAsync()).Protocols.Contains(Protocol)) await Task.Yield();
        var floods = await FloodsAsync(network, to, links);
        var frames = floods.Select(_ => Strangers(did, perSecond * (seconds + 2))).ToArray();

        await RunHonestAsync(from, did, 3); // Nobody counts the first seconds.
        var alone = await RunHonestAsync(from, did, seconds);
        var flood = FloodAsync(floods, frames, perSecond);
        var flooded = await RunHonestAsync(from, did, seconds);
        await flood;
        Print("alone", alone);
        Print(Invariant($"while {links} links bring {perSecond} new delegations a second each"), flooded);
        Console.WriteLine(Invariant(
            $"rate {flooded.PerSecond / alone.PerSecond:0.00} of that alone; p99 {flooded.P99 / alone.P99:0.00} times"));
        await end.CancelAsync();
        await drain;
        await system.Terminate();
        return 0;
    }

    private static async Task<Measured> RunHonestAsync(RingsClient from, Did to, int seconds)
    {
        var tasks = new List<Task<double?>>();
        var start = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < seconds * HonestPerSecond; sent++)
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds * HonestPerSecond < sent) await Task.Delay(1);
            tasks.Add(SendAsync(from, to));
        }

        var took = (await Task.WhenAll(tasks)).OfType<double>().Order().ToArray();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(took.Length / elapsed, took.Length, tasks.Count, took[took.Length / 2], took[took.Length * 99 / 100]);
    }

    /// <summary>How long a message took until its receipt, in milliseconds; null: it was not delivered.</summary>
    private static async Task<double?> SendAsync(RingsClient from, Did to)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await from.SendPlainAsync(to, Protocol, new byte[64]);
        return outcome is RingsNodeProtocol.Delivered ? Stopwatch.GetElapsedTime(began).TotalMilliseconds : null;
    }

    /// <summary>
    /// All links in turn, by one loop that sleeps in between: the flood is to cost the node, not its own pacing.
    /// </summary>
    private static async Task FloodAsync(BarePeer[] peers, byte[][][] frames, int perSecond)
    {
        var start = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < frames[0].Length; sent++)
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond < sent) await Task.Delay(1);
            for (var index = 0; index < peers.Length; index++) peers[index].Send(frames[index], sent, 1);
        }
    }

    private static async Task<BarePeer[]> FloodsAsync(InMemoryNetwork network, RingsClient to, int links)
    {
        var peers = new BarePeer[links];
        for (var index = 0; index < links; index++)
        {
            peers[index] = new BarePeer(network.CreateFactory($"flood-{index}"), BenchmarkRing.NewSigner());
            await peers[index].LinkAsync(to);
        }

        while ((await to.GetStatusAsync()).Links.Count(link => link.State == LinkState.Ready) < links + 1)
            await Task.Yield();
        return peers;
    }

    /// <summary>A message of each of so many new accounts.</summary>
    private static byte[][] Strangers(Did to, int count) => [.. Enumerable.Range(1, count).Select(number =>
    {
        var signer = BenchmarkRing.NewSigner();
        var draft = new TransactionDraft
        {
            Destination = to,
            Id = TransactionId.Read(Guid.NewGuid().ToByteArray()),
            Sequence = (ulong)number,
            Timestamp = Instant.From(TimeProvider.System.GetUtcNow()),
            TtlMs = TransactionView.MaxTtlMs,
            Kind = Kind.Application,
            Body = new ApplicationMessage("nobody/1", new byte[64]).ToBytes(),
        };
        var view = EnvelopeView.Read(EnvelopeBuilder.Build(draft, Route.ToNode(to, wantsReply: true), signer));
        var frame = new byte[EnvelopePatch.SizeWith(view, signer.Delegation.Bytes.Length)];
        EnvelopePatch.WithDelegation(view, view.Route, 0, signer.Delegation.Bytes.Span, frame);
        return frame;
    })];

    private static RingsClient Start(ActorSystem system, InMemoryNetwork network, string name) => BenchmarkNode.Start(
        system,
        options => options
            .Transport(_ => network.CreateFactory(name))
            .Configure(settings => settings with
            {
                Messages = settings.Messages with { OriginMessagesPerSecond = 1e9, OriginMessagesBurst = 1e9 },
            }),
        name);

    private static void Print(string what, Measured measured) => Console.WriteLine(Invariant(
        $"| {what} | {measured.PerSecond:0} per second, {measured.Delivered} of {measured.Sent} delivered | p50 {measured.P50:0.00} ms | p99 {measured.P99:0.00} ms |"));

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed record Measured(double PerSecond, int Delivered, int Sent, double P50, double P99);
}
