using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>One end of a handshake, with seeded randomness.</summary>
internal sealed class Party
{
    private readonly Random _random;

    public Party(int number, RingId? ring = null)
    {
        _random = new Random(number);
        Signer = TestAccounts.Signer(number: number, ring: ring);
        Responder = new SessionResponder(Signer, SessionRules.Suites, Seen, Fill);
    }

    public Signer Signer { get; }

    public Address Address => Address.Of(Signer);

    public Delegation Delegation => Signer.Delegation;

    public ReplayMemory Seen { get; } = new(1000);

    public SessionResponder Responder { get; }

    public static Instant Now => TestAccounts.Now + TimeSpan.FromHours(1);

    public void Fill(Span<byte> target) => _random.NextBytes(target);

    public SessionInitiator Begin(Party to, Instant? now = null) =>
        SessionInitiator.Begin(Signer, to.Address, SessionRules.Suites, Fill, now ?? Now);

    /// <summary>A handshake without a hitch.</summary>
    public (Session Initiator, Session Responder) Meet(Party other)
    {
        using var initiator = Begin(other);
        Assert.Equal(SessionFailure.None, other.Responder.Answer(
            SignedPayload.Read(initiator.Hello.Bytes.Span), Delegation, Now, out var answer, out var responding));
        Assert.Equal(SessionFailure.None, initiator.Finish(
            SignedPayload.Read(answer!.Bytes.Span), other.Delegation, out var initiating));
        return (initiating!, responding!);
    }
}
