using System.Security.Cryptography;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>The side of a handshake that asks: one hello, one answer, one session.</summary>
internal sealed class SessionInitiator : IDisposable
{
    private readonly Signer _self;
    private readonly Address _to;
    private readonly IReadOnlyList<SessionSuite> _suites;
    private readonly X25519PrivateKey _ephemeral;
    private readonly MlKemPrivateKey? _kemKey;
    private readonly RandomBytes _random;

    private SessionInitiator(
        Signer self, Address to, IReadOnlyList<SessionSuite> suites, X25519PrivateKey ephemeral,
        MlKemPrivateKey? kemKey, RandomBytes random, SignedPayload hello)
    {
        (_self, _to, _suites, _ephemeral, _kemKey, _random) = (self, to, suites, ephemeral, kemKey, random);
        Hello = hello;
        HelloHash = Hash.Sha256(hello.Payload.Span);
    }

    /// <summary>What to send.</summary>
    public SignedPayload Hello { get; }

    /// <summary>
    /// SHA-256 of the hello's payload. Of two hellos that cross, the one with the smaller hash stands.
    /// </summary>
    public ReadOnlyMemory<byte> HelloHash { get; }

    /// <summary>Makes a hello.</summary>
    /// <param name="self">Who asks.</param>
    /// <param name="to">Who is asked.</param>
    /// <param name="suites">The suites offered, the wished-for first; 1 to 8.</param>
    /// <param name="random">For keys and nonce, here and in the session.</param>
    /// <param name="now">The time.</param>
    public static SessionInitiator Begin(
        Signer self, Address to, IReadOnlyList<SessionSuite> suites, RandomBytes random, Instant now)
    {
        Span<byte> nonce = stackalloc byte[16];
        random(nonce);
        var ephemeral = EphemeralKey.Create(random);
        var kemKey = suites.Any(static suite => suite.IsHybrid()) ? EphemeralKey.CreateKem(random) : null;
        var payload = EndToEnd.Hello.Write(
            Address.Of(self), to, nonce, ephemeral.PublicKey, kemKey?.PublicKey, suites, now);
        var hello = SignedPayload.Sign(self, SignaturePurpose.EndToEndHello, payload);
        return new(self, to, suites, ephemeral, kemKey, random, hello);
    }

    /// <summary>Whether, of two hellos that cross, this one stands and the other is dropped.</summary>
    /// <param name="other">The other side's hello.</param>
    public bool Stands(SignedPayload other) =>
        HelloHash.Span.SequenceCompareTo(Hash.Sha256(other.Payload.Span)) < 0;

    /// <summary>Takes the answer. A refused one changes nothing: the right one may still come.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="responder">Its delegation, judged valid by the caller.</param>
    /// <param name="session">The session where the answer is <see cref="SessionFailure.None"/>, else null.</param>
    public SessionFailure Finish(SignedPayload answer, Delegation responder, out Session? session)
    {
        session = null;
        try
        {
            var reply = Reply.Read(answer.Payload.Span);
            var failure = Check(reply, responder);
            if (failure != SessionFailure.None) return failure;
            return answer.IsBy(responder, SignaturePurpose.EndToEndReply)
                ? Agree(reply, responder, out session)
                : SessionFailure.BadSignature;
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    /// <summary>Erases the ephemeral keys.</summary>
    public void Dispose()
    {
        _ephemeral.Dispose();
        _kemKey?.Dispose();
    }

    private SessionFailure Check(Reply reply, Delegation responder) =>
        !reply.HelloHash.AsSpan().SequenceEqual(HelloHash.Span) ? SessionFailure.WrongHello
        : reply.From != _to || Address.Of(responder) != _to || reply.To != Address.Of(_self) ? SessionFailure.WrongParty
        : !_suites.Contains(reply.Suite) ? SessionFailure.NoCommonSuite
        : SessionFailure.None;

    private SessionFailure Agree(Reply reply, Delegation responder, out Session? session)
    {
        session = null;
        using var agreed = new AgreedSecret();
        if (!agreed.TryAgree(_ephemeral, reply.Ephemeral)) return SessionFailure.WeakKey;
        if (reply.Suite.IsHybrid()) agreed.Decapsulate(_kemKey!, reply.KemCiphertext);
        var transcript = SessionSecrets.HashTranscript(
            Hello.Payload.Span, Hello.DelegationBytes.Span, reply.Confirmed, responder.Bytes.Span);
        using var secrets = new SessionSecrets(agreed, transcript);
        if (!CryptographicOperations.FixedTimeEquals(secrets.ResponderConfirm, reply.Confirm))
            return SessionFailure.BadConfirmation;
        var ratchet = Ratchet.ForInitiator(secrets.Root, reply.Suite.Cipher(), reply.Ephemeral, _random);
        session = Session.OfInitiator(_to, secrets, ratchet, reply.Suite);
        return SessionFailure.None;
    }
}
