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

    private readonly RingId _ring = RingId.OfPublic("benchmark");
    private readonly Did _self = Did.Read(Bytes(20, 7));
    private readonly Did _peer = Did.Read(Bytes(20, 8));
    private readonly byte[] _body = Bytes(1024, 1);
    private readonly byte[] _longer = new byte[4096];
    private readonly byte[][] _frames = new byte[Frames][];
    private readonly SenderSlots _senderSlots = new();
    private Signer _signer = null!;
    private Signer _wallet = null!;
    private byte[] _walletFrame = null!;
    private byte[] _signed = null!;
    private byte[] _signature = null!;
    private byte[][] _passing = null!;
    private LoneNode _relay = null!;
    private LoneNode _node = null!;
    private InboundLink _link = null!;
    private InboundLink _incoming = null!;
    private InboundLink _bounded = null!;
    private byte[] _first = null!;
    private byte[] _repeated = null!;
    private int _passed;
    private ulong _sequence;
    private int _next;

    [GlobalSetup]
    public void SetUp()
    {
        _signer = MakeSigner(AccountKind.Ed25519);
        _wallet = MakeSigner(AccountKind.Eip191);
        _first = WithDelegation(Build(_signer), _signer);
        for (var index = 0; index < Frames; index++) _frames[index] = Build(_signer);
        _passing = [.. _frames.Select(frame => frame.ToArray())];
        _walletFrame = WithDelegation(Build(_wallet), _wallet);
        _signed = [.. Bytes(70, 2), .. EnvelopeView.Read(_frames[0]).Transaction.Bytes];
        using var key = Protocol.Crypto.Ed25519PrivateKey.FromSeed(Bytes(32, 2));
        _signature = new byte[64];
        key.Sign(_signed, _signature);
        _relay = new LoneNode(Did.Read(Bytes(20, 9)), _ring, _self);
        _incoming = _relay.Link(_peer);
        _incoming.Receive(Lane.Message, WithDelegation(Build(_signer), _signer), _relay, Now, out _);
        _repeated = WithDelegation(Build(_signer), _signer);
        _bounded = new LoneNode(_self, _ring, _peer, repeatsPerSecond: 1).Link(_peer);
        Forget();
        Receive(_repeated);
    }

    [Benchmark]
    public byte[] BuildAndSign() => Build(_signer);

    /// <summary>Frame in, judged by its link, patched for the next: the frame that goes on.</summary>
    [Benchmark]
    public int Relay()
    {
        var frame = _passing[_passed++ % Frames];
        var step = _incoming.Receive(Lane.Message, frame, _relay, Now, out var found);
        if (step != InboundStep.Forward) throw new InvalidOperationException($"{step}: {found.Cause}");
        _incoming.Left(Lane.Message, frame.Length);
        var slot = _senderSlots.Assign(found.View.Transaction.DelegationId, out _);
        return EnvelopePatch.InPlace(frame, found.View, found.View.Route, slot);
    }

    /// <summary>The same where the next link lacks the delegation, into a buffer that is there.</summary>
    [Benchmark]
    public int RelayAddingTheDelegation()
    {
        var frame = _passing[_passed++ % Frames];
        _incoming.Receive(Lane.Message, frame, _relay, Now, out var found);
        _incoming.Left(Lane.Message, frame.Length);
        return EnvelopePatch.WithDelegation(found.View, found.Route, 5, found.Delegation.Span, _longer);
    }

    /// <summary>What the generated classes take for the same, to see why the relay does without them.</summary>
    [Benchmark]
    public int RelayByGeneratedClasses() => GeneratedRelay.Forward(_frames[0]);

    [Benchmark(Baseline = true)]
    public bool Ed25519VerificationAlone() => _signer.Delegation.SessionKey.Verify(_signed, _signature);

    [Benchmark]
    public int VerifyWithKnownDelegation()
    {
        if (_next == Frames)
        {
            Forget();
            Deliver(_first);
            _next = 0;
        }

        return (int)Deliver(_frames[_next++]);
    }

    [Benchmark]
    public int VerifyWithUnknownDelegationEd25519()
    {
        Forget();
        return (int)Deliver(_first);
    }

    [Benchmark]
    public int VerifyWithUnknownDelegationEip191()
    {
        Forget();
        return (int)Deliver(_walletFrame);
    }

    /// <summary>
    /// One frame again and again: what its receiver pays for each while repeats are looked up in the replay window.
    /// </summary>
    [Benchmark]
    public int RepeatedFrame() => (int)Receive(_repeated);

    /// <summary>The same beyond the rate of repeats.</summary>
    [Benchmark]
    public int RepeatedFrameBeyondTheRate()
    {
        var step = _bounded.Receive(Lane.Message, _repeated, null, Now, out _);
        _bounded.Left(Lane.Message, _repeated.Length);
        return (int)step;
    }

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }

    private InboundStep Deliver(byte[] frame)
    {
        var step = Receive(frame);
        return step == InboundStep.Deliver ? step : throw new InvalidOperationException($"{step}");
    }

    private InboundStep Receive(byte[] frame)
    {
        var step = _link.Receive(Lane.Message, frame, _node, Now, out _);
        _link.Left(Lane.Message, frame.Length);
        return step;
    }

    /// <summary>A node that has seen nothing, but holds the delegation in the link's slot.</summary>
    private void Forget()
    {
        _next = Frames;
        _node = new LoneNode(_self, _ring, _peer);
        _link = _node.Link(_peer);
    }

    private static byte[] WithDelegation(byte[] frame, Signer signer)
    {
        var view = EnvelopeView.Read(frame);
        var longer = new byte[EnvelopePatch.SizeWith(in view, signer.Delegation.Bytes.Length)];
        EnvelopePatch.WithDelegation(in view, view.Route, 0, signer.Delegation.Bytes.Span, longer);
        return longer;
    }

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
