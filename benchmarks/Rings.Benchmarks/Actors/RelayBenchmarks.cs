using System.Diagnostics;
using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Rings.Transport.InMemory;

namespace Rings.Benchmarks.Actors;

/// <summary>
/// A relay between a source that sends pre-built envelopes of 200 origins and a sink that counts, over in-memory
/// links, its limits
/// raised. Source, sink and relay share the process: the processor time that is printed at the end is that of all
/// three.
/// </summary>
[InProcess]
[WarmupCount(2)]
[IterationCount(7)]
[MemoryDiagnoser]
public class RelayBenchmarks
{
    private const int Messages = 100_000;
    private const int Origins = 200;

    private readonly ActorSystem _system = ActorSystem.Create("relay", "akka.loglevel = WARNING");
    private BarePeer _source = null!;
    private BarePeer _sink = null!;
    private byte[][] _frames = null!;
    private long _sent;
    private TimeSpan _cpu;
    private long _clock;

    /// <summary>Bytes of a message's body.</summary>
    [Params(256)]
    public int BodyBytes { get; set; }

    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task Forward()
    {
        var arrived = _sink.ExpectAsync(Messages);
        _source.Send(_frames, _sent, Messages);
        _sent += Messages;
        await arrived;
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - _cpu;
        var elapsed = Stopwatch.GetElapsedTime(_clock);
        Console.WriteLine(
            $"// {_sent} messages in {elapsed.TotalSeconds:F1} s: {_sent / elapsed.TotalSeconds:F0} per second; "
            + $"{cpu.TotalMicroseconds / _sent:F2} µs of processor time each, {_sent / cpu.TotalSeconds:F0} per second and core");
        _system.Terminate().Wait();
    }

    private async Task SetupAsync()
    {
        var network = new InMemoryNetwork();
        var relay = BenchmarkNode.Start(_system, options => options
            .Transport(_ => network.CreateFactory("relay"))
            .Configure(settings => settings with { Relay = settings.Relay.WithoutLimits() }));
        _source = new BarePeer(network.CreateFactory("source"), BenchmarkRing.NewSigner());
        _sink = new BarePeer(network.CreateFactory("sink"), BenchmarkRing.NewSigner());
        await _source.LinkAsync(relay);
        await _sink.LinkAsync(relay);
        while ((await relay.GetStatusAsync()).Links.Count(link => link.State == Rings.Actors.Public.LinkState.Ready) < 2)
            await Task.Yield();
        _frames = RelayFrames.Build(Origins, BodyBytes, _sink.Did);
        (_cpu, _clock) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
    }
}
