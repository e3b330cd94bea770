using BenchmarkDotNet.Attributes;
using Rings.Protocol.Storage;

namespace Rings.Benchmarks.Storage;

/// <summary>What an owner does with a get from memory. Target: 200,000 a second (5 µs).</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private const int Records = 10_000;

    private readonly BenchmarkRecords _records = new(Records);
    private LoneOwner _owner = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _owner = new(new MemoryRecordStore(new()));
        foreach (var item in _records.All) _owner.Write(item);
        _owner.Commit();
    }

    [Benchmark]
    public int Get()
    {
        var before = _owner.Found;
        _owner.Read(_records.All[_next++ % Records].Key);
        return _owner.Found == before + 1 ? _owner.Found : throw new InvalidOperationException("Nothing was found.");
    }
}
