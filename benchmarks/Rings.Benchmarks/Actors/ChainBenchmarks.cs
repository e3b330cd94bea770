using Akka.Actor;
using BenchmarkDotNet.Attributes;
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
        await BenchmarkNode.LinkAsync(_from, to);
        _ = BenchmarkNode.DrainAsync(to, "bench/1", () => Interlocked.Increment(ref _taken), _end.Token);
        while (!(await to.GetStatusAsync()).Protocols.Contains("bench/1")) await Task.Yield();
    }

    private RingsClient Start(InMemoryNetwork network, string name) => BenchmarkNode.Start(
        _system,
        options => options
            .Transport(_ => network.CreateFactory(name))
            .Configure(settings => settings with { Messages = settings.Messages.WithoutLimits() }),
        name);
}
