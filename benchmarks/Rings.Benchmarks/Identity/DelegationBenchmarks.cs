using BenchmarkDotNet.Attributes;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Benchmarks.Identity;

/// <summary>What identity costs per message and per new peer, beside the bare Ed25519 verification.</summary>
[MemoryDiagnoser]
public class DelegationBenchmarks
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_763_805_600_000);
    private static readonly RingId Ring = RingId.OfPublic("bench");

    private readonly byte[] _payload = new byte[1024];
    private readonly byte[] _signature = new byte[64];
    private readonly byte[] _bareSignature = new byte[64];
    private DelegationVerifier _verifier = null!;
    private Delegation _delegation = null!;
    private Ed25519PrivateKey _bare = null!;
    private Signer _signer = null!;

    /// <summary>The kind of the account.</summary>
    [Params(AccountKind.Ed25519, AccountKind.Eip191, AccountKind.Secp256r1)]
    public AccountKind Kind { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var seed = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();
        using var account = AccountKey.FromSecret(Kind, seed);
        var session = SessionKey.FromSeed(seed);
        _delegation = new DelegationDraft(
            Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, Now,
            Now + Delegation.DefaultLifetime, seed.AsSpan(0, 16)).Sign(account);
        _signer = new(session, _delegation);
        _signer.Sign(SignaturePurpose.Transaction, _payload, _signature);
        _bare = Ed25519PrivateKey.FromSeed(seed);
        _bare.Sign(_payload, _bareSignature);
        _verifier = new(Ring, new());
    }

    [Benchmark(Baseline = true)]
    public bool BareEd25519() => _bare.PublicKey.Verify(_payload, _bareSignature);

    [Benchmark]
    public bool KnownDelegation() =>
        _verifier.Check(_delegation.Bytes.Span, Did.Zero, Now, out var known) == DelegationVerdict.Valid
        && known!.Verify(SignaturePurpose.Transaction, _payload, _signature);

    [Benchmark]
    public bool UnknownDelegation() => Delegation.Read(_delegation.Bytes.Span) is var read
        && read.IsSignedByAccount()
        && read.Verify(SignaturePurpose.Transaction, _payload, _signature);

    [Benchmark]
    public void Sign() => _signer.Sign(SignaturePurpose.Transaction, _payload, _signature);
}
