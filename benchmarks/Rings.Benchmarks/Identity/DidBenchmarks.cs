using BenchmarkDotNet.Attributes;
using Rings.Protocol;

namespace Rings.Benchmarks.Identity;

/// <summary>The arithmetic and the text of a Did. Target: <c>DistanceTo</c> within 5 ns.</summary>
[MemoryDiagnoser]
public class DidBenchmarks
{
    private readonly Did[] _dids = [.. Enumerable.Range(0, 256).Select(i => Did.Zero.Finger(i % 160).Finger(i / 2))];
    private readonly char[] _text = new char[64];
    private readonly string _checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private readonly string _lower = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";

    [Benchmark(OperationsPerInvoke = 255)]
    public Distance DistanceTo()
    {
        var sum = Distance.Zero;
        for (var i = 1; i < _dids.Length; i++) sum = _dids[i - 1].DistanceTo(_dids[i]);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = 254)]
    public int IsBetween()
    {
        var count = 0;
        for (var i = 2; i < _dids.Length; i++) count += _dids[i - 1].IsBetween(_dids[i - 2], _dids[i]) ? 1 : 0;
        return count;
    }

    [Benchmark]
    public Did ParseLowerCase() => Did.Parse(_lower);

    [Benchmark]
    public Did ParseWithChecksum() => Did.Parse(_checksummed);

    [Benchmark]
    public bool Format() => _dids[7].TryFormat(_text, out _);

    [Benchmark]
    public bool FormatWithChecksum() => _dids[7].TryFormat(_text, out _, "E");
}
