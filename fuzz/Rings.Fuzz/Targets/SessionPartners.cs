using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Fuzz.Targets;

/// <summary>Two accounts with valid keys, what they say to each other, and how each takes what the other says.</summary>
internal sealed class SessionPartners
{
    /// <summary>When all of it is said.</summary>
    public static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    private readonly SessionInitiator _hello;
    private readonly Prekeys _prekeys;

    public SessionPartners()
    {
        _hello = SessionInitiator.Begin(Alice, Address.Of(Bob), SessionRules.Suites, Fill, Now);
        Answer(_hello.Hello, out var answer, out var receiver);
        _hello.Finish(answer!, Bob.Delegation, out var sender);
        (Sender, Receiver) = (sender!, receiver!);
        (_prekeys, var bundle) = Publish();
        PrekeyBundle.Read(bundle, Bob.Delegation, Now, out var read);
        var mail = FirstMessage.Seal(Alice, read!, new byte[FirstMessage.IdBytes], "mail"u8, Fill, Now);
        Said = [_hello.Hello, answer!, bundle, mail];
    }

    /// <summary>Who asks and writes.</summary>
    public Signer Alice { get; } = SignerOf(1);

    /// <summary>Who answers and publishes.</summary>
    public Signer Bob { get; } = SignerOf(2);

    /// <summary>Alice's end of the session.</summary>
    public Session Sender { get; }

    /// <summary>Bob's end.</summary>
    public Session Receiver { get; }

    /// <summary>Hello, answer, bundle and mail, each whole.</summary>
    public IReadOnlyList<SignedPayload> Said { get; }

    /// <summary>Has all four taken as they are taken from the ring.</summary>
    public void Take(SignedPayload hello, SignedPayload answer, SignedPayload bundle, SignedPayload mail)
    {
        Answer(hello, out _, out _);
        _hello.Finish(answer, Bob.Delegation, out _);
        PrekeyBundle.Read(bundle, Bob.Delegation, Now, out _);
        FirstMessage.Open(mail, Alice.Delegation, Address.Of(Bob), _prekeys, new ReplayMemory(1), Now, out _);
    }

    private (Prekeys Kept, SignedPayload Bundle) Publish()
    {
        var prekeys = new Prekeys();
        return (prekeys, prekeys.Renew(Bob, Fill, Now)!);
    }

    private void Answer(SignedPayload hello, out SignedPayload? answer, out Session? session) =>
        new SessionResponder(Bob, SessionRules.Suites, new ReplayMemory(1), Fill)
            .Answer(hello, Alice.Delegation, Now, out answer, out session);

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
