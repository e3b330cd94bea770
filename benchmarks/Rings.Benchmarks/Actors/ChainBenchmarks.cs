using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Transport.InMemory;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// The whole chain between two nodes in one process: signed, carried, verified, handed to the application, receipt
/// and back.
/// </summary>
[InProcess]
[WarmupCount(2)]
[IterationCount(7)]
[MemoryDiagnoser]
public class ChainBenchmarks
{
    private const int Messages = 4096;
    private const int Window = 256;

    private readonly ActorSystem _system = ActorSystem.Create("chain", "akka.loglevel = WARNING");
    private readonly byte[] _payload = new byte[256];
    private readonly CancellationTokenSource _end = new();
    private RingsClient _from = null!;
    private Did _to;
    private long _taken;

    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    /// <summary>
    /// A message with its receipt, 256 of them under way at a time: two signatures and two verifications each.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task DeliverWithReceipt()
    {
        for (var sent = 0; sent < Messages; sent += Window)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Window)
                .Select(_ => _from.SendPlainAsync(_to, "bench/1", _payload)));
            if (!outcomes.All(outcome => outcome is RingsNodeProtocol.Delivered))
                throw new InvalidOperationException(
                    $"{outcomes.First(outcome => outcome is not RingsNodeProtocol.Delivered)}");
        }
    }

    /// <summary>
    /// A message without a receipt, up to 4,096 on the way: signed, carried, verified and taken by the application.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task Deliver()
    {
        var until = Interlocked.Read(ref _taken) + Messages;
        for (var sent = 0; sent < Messages; sent += Window)
        {
            await Task.WhenAll(Enumerable.Range(0, Window)
                .Select(_ => _from.SendPlainAsync(_to, "bench/1", _payload, awaitReceipt: false)));
        }

        while (Interlocked.Read(ref _taken) < until) await Task.Yield();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _end.Cancel();
        _system.Terminate().Wait();
    }

    private async Task SetupAsync()
    {
        var network = new InMemoryNetwork();
        _from = Start(network, "from");
        var to = Start(network, "to");
        _to = (await to.GetStatusAsync()).Did;
        var offer = (RingsNodeProtocol.OfferCreated)await _from.CreateOfferAsync(_to);
        var answer = (RingsNodeProtocol.OfferAnswered)await to.AnswerOfferAsync(offer.Offer);
        await _from.AcceptAnswerAsync(answer.Answer);
        _ = DrainAsync(to);
        while (!(await to.GetStatusAsync()).Protocols.Contains("bench/1")) await Task.Yield();
    }

    private async Task DrainAsync(RingsClient node)
    {
        try
        {
            await foreach (var _ in node.MessagesAsync("bench/1", 4096, _end.Token)) Interlocked.Increment(ref _taken);
        }
        catch (OperationCanceledException)
        {
            return; // The benchmark is over.
        }
    }

    private RingsClient Start(InMemoryNetwork network, string name) => new(
        _system.StartRingsNode(
            options => options
                .Ring(BenchmarkRing.Name)
                .Transport(_ => network.CreateFactory(name))
                .SeedClient(() => new BenchmarkRing.NoSeeds())
                .Configure(settings => settings with
                {
                    Messages = settings.Messages with
                    {
                        VerificationsPerSecond = int.MaxValue,
                        OriginMessagesPerSecond = 1e9,
                        OriginMessagesBurst = 1e9,
                        OriginBytesPerSecond = 1e12,
                    },
                }),
            name),
        _system);
}
