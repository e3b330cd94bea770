using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>The side of handshakes that answers. Each hello is answered once, across restarts.</summary>
/// <param name="self">Who answers.</param>
/// <param name="suites">The suites accepted, the wished-for first: this side's order decides.</param>
/// <param name="seen">The hellos answered before.</param>
/// <param name="random">For keys.</param>
internal sealed class SessionResponder(
    Signer self, IReadOnlyList<SessionSuite> suites, ReplayMemory seen, RandomBytes random)
{
    /// <summary>Who answers. A later delegation of the same account takes over with the next hello.</summary>
    public Signer Self { get; set; } = self;

    /// <summary>Judges a hello and answers it.</summary>
    /// <param name="message">The hello.</param>
    /// <param name="initiator">Its delegation, judged valid by the caller.</param>
    /// <param name="now">The time.</param>
    /// <param name="answer">What to send where the result is <see cref="SessionFailure.None"/>, else null.</param>
    /// <param name="session">
    /// The new session, which sends nothing until the initiator has confirmed it: keep the old one until
    /// <see cref="Session.IsConfirmed"/>.
    /// </param>
    public SessionFailure Answer(
        SignedPayload message, Delegation initiator, Instant now, out SignedPayload? answer, out Session? session)
    {
        (answer, session) = (null, null);
        try
        {
            var hello = Hello.Read(message.Payload.Span);
            var failure = JudgeRead(message, hello, Address.Of(Self), suites, initiator, now);
            if (failure != SessionFailure.None) return failure;
            failure = seen.Add(Hash.Sha256(message.Payload.Span), hello.Issued + SessionRules.HelloMemory, now);
            return failure == SessionFailure.None
                ? Agree(message, hello, suites.First(hello.Suites.Contains), out answer, out session)
                : failure;
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    /// <summary>Judges a hello by all but whether it is new. Changes nothing.</summary>
    /// <param name="message">The hello.</param>
    /// <param name="self">Who is asked.</param>
    /// <param name="suites">The suites accepted.</param>
    /// <param name="initiator">The delegation of the transaction around it, judged valid by the caller.</param>
    /// <param name="now">The time.</param>
    public static SessionFailure Judge(
        SignedPayload message, Address self, IReadOnlyList<SessionSuite> suites, Delegation initiator, Instant now)
    {
        try
        {
            return JudgeRead(message, Hello.Read(message.Payload.Span), self, suites, initiator, now);
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    private static SessionFailure JudgeRead(
        SignedPayload message, Hello hello, Address self, IReadOnlyList<SessionSuite> suites, Delegation initiator,
        Instant now)
    {
        var failure = hello.Check(self, initiator, now);
        return failure != SessionFailure.None ? failure
            : !suites.Any(hello.Suites.Contains) ? SessionFailure.NoCommonSuite
            : !message.IsBy(initiator, SignaturePurpose.EndToEndHello) ? SessionFailure.BadSignature
            : SessionFailure.None;
    }

    private SessionFailure Agree(
        SignedPayload message, Hello hello, SessionSuite suite, out SignedPayload? answer, out Session? session)
    {
        (answer, session) = (null, null);
        using var agreed = new AgreedSecret();
        var ephemeral = EphemeralKey.Create(random);
        if (!agreed.TryAgree(ephemeral, hello.Ephemeral))
        {
            ephemeral.Dispose();
            return SessionFailure.WeakKey;
        }

        byte[] kemCiphertext = suite.IsHybrid() ? agreed.Encapsulate(hello.KemKey!, random) : [];
        var hash = Hash.Sha256(message.Payload.Span);
        var reply = Reply.Write(hash, Address.Of(Self), hello.From, ephemeral.PublicKey, suite, kemCiphertext);
        var transcript = SessionSecrets.HashTranscript(
            message.Payload.Span, message.DelegationBytes.Span, reply, Self.Delegation.Bytes.Span);
        using var secrets = new SessionSecrets(agreed, transcript);
        answer = SignedPayload.Sign(
            Self, SignaturePurpose.EndToEndReply, Reply.Append(reply, secrets.ResponderConfirm));
        session = Session.OfResponder(hello.From, secrets,
            Ratchet.ForResponder(secrets.Root, suite.Cipher(), ephemeral, random), suite);
        return SessionFailure.None;
    }
}
