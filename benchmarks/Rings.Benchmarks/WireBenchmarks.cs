using BenchmarkDotNet.Attributes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Benchmarks;

/// <summary>
/// What one message of 1 KiB costs at its origin, at a relay and at its destination. Targets on one core: relay path at
/// most 1.5 µs and no garbage; full verification with a known delegation at most 1.2 × the bare Ed25519 verification.
/// </summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private const int Frames = 4096;

    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_763_805_600_000);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly RingId _ring = RingId.OfPublic("benchmark");
    private readonly Did _self = Did.Read(Bytes(20, 7));
    private readonly Did _link = Did.Read(Bytes(20, 8));
    private readonly byte[] _body = Bytes(1024, 1);
    private readonly byte[] _longer = new byte[4096];
    private readonly byte[][] _frames = new byte[Frames][];
    private readonly SenderSlots _senderSlots = new();
    private readonly ReceiverSlots _receiverSlots = new();
    private Signer _signer = null!;
    private Signer _wallet = null!;
    private byte[] _walletFrame = null!;
    private byte[] _withDelegation = null!;
    private byte[] _signed = null!;
    private byte[] _signature = null!;
    private DelegationVerifier _delegations = null!;
    private EnvelopeVerifier _verifier = null!;
    private ulong _sequence;
    private int _next;

    [GlobalSetup]
    public void SetUp()
    {
        _signer = MakeSigner(AccountKind.Ed25519);
        _wallet = MakeSigner(AccountKind.Eip191);
        for (var index = 0; index < Frames; index++) _frames[index] = Build(_signer);
        _walletFrame = Build(_wallet);
        var view = EnvelopeView.Read(_frames[0]);
        _withDelegation = new byte[EnvelopePatch.SizeWith(in view, _signer.Delegation.Bytes.Length)];
        EnvelopePatch.WithDelegation(in view, view.Route, 0, _signer.Delegation.Bytes.Span, _withDelegation);
        var first = EnvelopeView.Read(_withDelegation);
        _receiverSlots.Accept(in first, out _);
        _signed = [.. Bytes(70, 2), .. view.Transaction.Bytes];
        using var key = Protocol.Crypto.Ed25519PrivateKey.FromSeed(Bytes(32, 2));
        _signature = new byte[64];
        key.Sign(_signed, _signature);
        _delegations = new(_ring, new());
        Forget();
    }

    [Benchmark]
    public byte[] BuildAndSign() => Build(_signer);

    /// <summary>Frame in, decoded, checked, slots on both links, patched: the frame that goes on.</summary>
    [Benchmark]
    public int Relay()
    {
        var frame = _frames[0];
        EnvelopeView.TryRead(frame, out var view);
        _receiverSlots.Accept(in view, out _);
        RelayCheck.ToForward(in view, _ring, Lane.Message, Now, Skew);
        var slot = _senderSlots.Assign(view.Transaction.DelegationId, out _);
        return EnvelopePatch.InPlace(frame, in view, view.Route with { HopsLeft = 20 }, slot);
    }

    /// <summary>The same where the next link lacks the delegation, into a buffer that is there.</summary>
    [Benchmark]
    public int RelayAddingTheDelegation()
    {
        EnvelopeView.TryRead(_frames[0], out var view);
        _receiverSlots.Accept(in view, out var delegation);
        RelayCheck.ToForward(in view, _ring, Lane.Message, Now, Skew);
        return EnvelopePatch.WithDelegation(in view, view.Route.Next(), 5, delegation.Span, _longer);
    }

    /// <summary>What the generated classes take for the same, to see why the relay does without them.</summary>
    [Benchmark]
    public int RelayByGeneratedClasses() => GeneratedRelay.Forward(_frames[0]);

    [Benchmark(Baseline = true)]
    public bool Ed25519VerificationAlone() => _signer.Delegation.SessionKey.Verify(_signed, _signature);

    [Benchmark]
    public EnvelopeVerdict VerifyWithKnownDelegation()
    {
        if (_next == Frames) Forget();
        return Verify(_verifier, _frames[_next++], _signer);
    }

    [Benchmark]
    public EnvelopeVerdict VerifyWithUnknownDelegationEd25519() => Verify(Fresh(), _frames[0], _signer);

    [Benchmark]
    public EnvelopeVerdict VerifyWithUnknownDelegationEip191() => Verify(Fresh(), _walletFrame, _wallet);

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }

    private EnvelopeVerdict Verify(EnvelopeVerifier verifier, byte[] frame, Signer signer)
    {
        EnvelopeView.TryRead(frame, out var view);
        var verdict = verifier.Verify(
            in view, signer.Delegation.Bytes.Span, new(_link, Lane.Message, Now), ownsTarget: false, out _);
        return verdict == EnvelopeVerdict.Accepted ? verdict : throw new InvalidOperationException($"{verdict}");
    }

    private void Forget()
    {
        _next = 0;
        _verifier = new(_self, _ring, _delegations, new(new()), Skew);
    }

    private EnvelopeVerifier Fresh() => new(_self, _ring, new(_ring, new()), new(new()), Skew);

    private byte[] Build(Signer signer) => EnvelopeBuilder.Build(
        new()
        {
            Destination = _self,
            Id = TransactionId.Read(_body.AsSpan(0, 16)),
            Sequence = ++_sequence,
            Timestamp = Now,
            Kind = Kind.Application,
            Body = _body,
        },
        Route.ToNode(_self), signer);

    private Signer MakeSigner(AccountKind kind)
    {
        using var account = AccountKey.FromSecret(kind, Bytes(32, 1));
        var session = SessionKey.FromSeed(Bytes(32, 2));
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, _ring,
            Now, Now + Delegation.DefaultLifetime, Bytes(16, 3));
        return new(session, draft.Sign(account));
    }
}
