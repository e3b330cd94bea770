using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Sharing;

namespace Rings.Benchmarks.Sovereign;

/// <summary>What a guardian, an owner and a claimant compute: 3 of 5.</summary>
[MemoryDiagnoser]
public class SecretBenchmarks
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Owner = Did.Zero.Finger(1);
    private static readonly Did Guardian = Did.Zero.Finger(2);

    private Secp256k1Scalar _secret;
    private Commitments _commitments = null!;
    private List<(int, Secp256k1Scalar)> _shares = null!;
    private Secp256k1Point _point = null!;

    [GlobalSetup]
    public void Split()
    {
        _secret = Secp256k1Scalar.Draw(RandomNumberGenerator.Fill);
        (_commitments, var shares) = Commitments.Split(_secret, 3, 5, RandomNumberGenerator.Fill);
        _shares = [.. shares.Select((share, place) => (place + 1, share))];
        _point = _commitments.ShareOf(1);
    }

    [Benchmark(Description = "deal 3 of 5")]
    public object Deal() => Commitments.Split(_secret, 3, 5, RandomNumberGenerator.Fill);

    [Benchmark(Description = "check a share of 3 of 5")]
    public bool Check() => _commitments.Fit(4, _shares[3].Item2);

    [Benchmark(Description = "combine three shares")]
    public Secp256k1Scalar Combine() => Feldman.Combine(_shares.GetRange(1, 3));

    [Benchmark(Description = "live proof, both ends")]
    public object Prove()
    {
        var verifier = new LogarithmVerifier(Ring, Guardian, Owner, default, _point, RandomNumberGenerator.Fill);
        var prover = new LogarithmProver(Ring, Guardian, Owner, verifier.Ask, _shares[0].Item2, RandomNumberGenerator.Fill);
        return verifier.Take((ProofMessage.Move)prover.Answer((ProofMessage.Open)verifier.Take(prover.First)));
    }
}
