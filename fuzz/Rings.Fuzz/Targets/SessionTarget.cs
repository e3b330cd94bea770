using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Fuzz.Targets;

/// <summary>Everything that a stranger can send to the end-to-end layer.</summary>
internal sealed class SessionTarget : IFuzzTarget
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    private readonly Signer _alice = SignerOf(1);
    private readonly Signer _bob = SignerOf(2);
    private readonly SessionInitiator _hello;
    private readonly Session _receiver;
    private readonly List<byte[]> _seeds = [];

    public SessionTarget()
    {
        _hello = SessionInitiator.Begin(_alice, Address.Of(_bob), SessionRules.Suites, Fill, Now);
        Answer(_hello.Hello, out var answer, out var receiver);
        _hello.Finish(answer!, _bob.Delegation, out var sender);
        _receiver = receiver!;
        using var prekeys = new Prekeys();
        var bundle = prekeys.Renew(_bob, Fill, Now)!;
        PrekeyBundle.Read(bundle, _bob.Delegation, Now, out var read);
        var mail = FirstMessage.Seal(_alice, read!, new byte[FirstMessage.IdBytes], "mail"u8, Fill, Now);
        _seeds.AddRange([_hello.Hello.Bytes.ToArray(), answer!.Bytes.ToArray(), bundle.Bytes.ToArray()]);
        _seeds.AddRange([mail.Bytes.ToArray(), sender!.Seal("message"u8)]);
    }

    public string Name => "session";

    public int MaxBytes => SignedPayload.MaxBytes;

    public long MaxAllocatedBytes => 1024 * 1024;

    public IEnumerable<byte[]> Seeds() => _seeds;

    public void Run(ReadOnlySpan<byte> input)
    {
        _receiver.Open(input, Now, out _);
        try
        {
            var signed = SignedPayload.Read(input);
            Answer(signed, out _, out _);
            _hello.Finish(signed, _bob.Delegation, out _);
            PrekeyBundle.Read(signed, _bob.Delegation, Now, out _);
            using var prekeys = new Prekeys();
            FirstMessage.Open(
                signed, _alice.Delegation, Address.Of(_bob), prekeys, new ReplayMemory(1), Now, out _);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private SessionFailure Answer(SignedPayload hello, out SignedPayload? answer, out Session? session) =>
        new SessionResponder(_bob, SessionRules.Suites, new ReplayMemory(1), Fill)
            .Answer(hello, _alice.Delegation, Now, out answer, out session);

    private static void Fill(Span<byte> target) => target.Fill(9);

    private static Signer SignerOf(byte number)
    {
        var seed = Enumerable.Repeat(number, Ed25519PrivateKey.SeedBytes).ToArray();
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, seed);
        var session = SessionKey.FromSeed(seed);
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("fuzz"),
            Now - TimeSpan.FromMinutes(1), Now + Delegation.DefaultLifetime, seed.AsSpan(0, 16)).Sign(account));
    }
}
