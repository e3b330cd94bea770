using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Benchmarks.EndToEnd;

/// <summary>
/// End-to-end sessions. Targets on one core: a message of 256 bytes sealed and opened within 14.3 µs (70,000 a second,
/// the transaction's signature beside it), a side of a handshake within 0.6 ms (both sides are measured together: 1.2
/// ms).
/// </summary>
[MemoryDiagnoser]
public class SessionBenchmarks
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    private readonly byte[] _text = new byte[256];
    private readonly byte[] _signature = new byte[64];
    private Signer _alice = null!;
    private Signer _bob = null!;
    private Session _sender = null!;
    private Session _receiver = null!;

    /// <summary>The suite: 1 and 2 with X25519, 3 and 4 with ML-KEM-768 beside it (section 6.2).</summary>
    [Params(1, 2, 3, 4)]
    public int Suite { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_alice, _bob) = (SignerOf(1), SignerOf(2));
        (_sender, _receiver) = Meet();
    }

    [Benchmark]
    public byte[] SealAndOpen256()
    {
        _receiver.Open(_sender.Seal(_text), Now, out var text);
        return text!;
    }

    [Benchmark]
    public byte[] SealAndOpenTakingTurns()
    {
        _receiver.Open(_sender.Seal(_text), Now, out var text);
        (_sender, _receiver) = (_receiver, _sender);
        return text!;
    }

    [Benchmark]
    public bool TransactionSignatureMadeAndVerified()
    {
        _alice.Sign(SignaturePurpose.Transaction, _text, _signature);
        return _alice.Delegation.Verify(SignaturePurpose.Transaction, _text, _signature);
    }

    [Benchmark]
    public object HandshakeOfBothSides() => Meet().Responder;

    /// <summary>From nothing to the first text at the other side: with suite 3 at most 1.6 times as long as with 1.</summary>
    [Benchmark]
    public byte[] FirstMessage256()
    {
        var (sender, receiver) = Meet();
        receiver.Open(sender.Seal(_text), Now, out var text);
        return text!;
    }

    private (Session Initiator, Session Responder) Meet()
    {
        using var initiator = SessionInitiator.Begin(
            _alice, Address.Of(_bob), [(SessionSuite)Suite], RandomNumberGenerator.Fill, Now);
        var responder = new SessionResponder(
            _bob, [(SessionSuite)Suite], new ReplayMemory(10), RandomNumberGenerator.Fill);
        responder.Answer(initiator.Hello, _alice.Delegation, Now, out var answer, out var responding);
        initiator.Finish(answer!, _bob.Delegation, out var initiating);
        return (initiating!, responding!);
    }

    private static Signer SignerOf(byte number)
    {
        var seed = Enumerable.Repeat(number, 32).ToArray();
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, seed);
        var session = SessionKey.FromSeed(seed);
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("bench"),
            Now - TimeSpan.FromMinutes(1), Now + Delegation.DefaultLifetime, seed.AsSpan(0, 16)).Sign(account));
    }
}
