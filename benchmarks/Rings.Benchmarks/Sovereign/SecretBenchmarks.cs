using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Benchmarks.Sovereign;

/// <summary>What a guardian, an owner and a claimant compute: 3 of 5.</summary>
[MemoryDiagnoser]
public class SecretBenchmarks
{
    private Secp256k1Scalar _secret;
    private Commitments _commitments = null!;
    private List<(int, Secp256k1Scalar)> _shares = null!;

    [GlobalSetup]
    public void Split()
    {
        _secret = Secp256k1Scalar.Draw(RandomNumberGenerator.Fill);
        (_commitments, var shares) = Commitments.Split(_secret, 3, 5, RandomNumberGenerator.Fill);
        _shares = [.. shares.Select((share, place) => (place + 1, share))];
    }

    [Benchmark(Description = "deal 3 of 5")]
    public object Deal() => Commitments.Split(_secret, 3, 5, RandomNumberGenerator.Fill);

    [Benchmark(Description = "check a share of 3 of 5")]
    public bool Check() => _commitments.Fit(4, _shares[3].Item2);

    [Benchmark(Description = "combine three shares")]
    public Secp256k1Scalar Combine() => Feldman.Combine(_shares.GetRange(1, 3));
}
