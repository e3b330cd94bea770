using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>The first message of a handshake, as read.</summary>
/// <param name="Version">Of the protocol.</param>
/// <param name="From">Who asks.</param>
/// <param name="To">Who is asked.</param>
/// <param name="Ephemeral">The initiator's key.</param>
/// <param name="KemKey">Its key of ML-KEM-768: there exactly where a hybrid suite is offered.</param>
/// <param name="Suites">What is offered, the wished-for first.</param>
/// <param name="Issued">When it was made; whole milliseconds.</param>
internal sealed record Hello(
    uint Version, Address From, Address To, X25519PublicKey Ephemeral, MlKemPublicKey? KemKey,
    IReadOnlyList<SessionSuite> Suites, Instant Issued)
{
    private const int NonceBytes = 16;
    private const int MaxSuites = 8;

    public static byte[] Write(
        Address from, Address to, ReadOnlySpan<byte> nonce, X25519PublicKey ephemeral, MlKemPublicKey? kemKey,
        IEnumerable<SessionSuite> suites, Instant issued)
    {
        var message = new Proto.E2eHello
        {
            Version = SessionRules.Version,
            FromRing = ProtoReader.Wrap(from.Ring.ToByteArray()),
            ToRing = ProtoReader.Wrap(to.Ring.ToByteArray()),
            From = ProtoReader.Wrap(from.Account.ToByteArray()),
            To = ProtoReader.Wrap(to.Account.ToByteArray()),
            Nonce = ByteString.CopyFrom(nonce),
            Ephemeral = ByteString.CopyFrom(ephemeral.Span),
            IssuedMs = (ulong)issued.UnixMilliseconds,
        };
        message.Suites.AddRange(suites.Select(static suite => (uint)suite));
        if (kemKey is not null) message.KemKey = ByteString.CopyFrom(kemKey.Span);
        return message.ToByteArray();
    }

    /// <exception cref="ProtocolException">Malformed.</exception>
    public static Hello Read(ReadOnlySpan<byte> payload)
    {
        var message = ProtoReader.Read(Proto.E2eHello.Parser, payload, "E2eHello");
        ProtoReader.Bytes(message.Nonce, NonceBytes, "E2eHello.nonce");
        if (message.Suites.Count is 0 or > MaxSuites) throw new ProtocolException("E2eHello.suites", "1 to 8 of them");
        SessionSuite[] suites = [.. message.Suites.Select(static suite => (SessionSuite)suite)];
        if (suites.Any(static suite => suite.IsHybrid()) == message.KemKey.IsEmpty)
            throw new ProtocolException("E2eHello.kem_key", "a key exactly where a hybrid suite is offered");
        return new(
            message.Version,
            ProtoReader.Address(message.FromRing, message.From, "E2eHello.from"),
            ProtoReader.Address(message.ToRing, message.To, "E2eHello.to"),
            ProtoReader.Key(message.Ephemeral, "E2eHello.ephemeral"),
            message.KemKey.IsEmpty ? null : MlKemPublicKey.Read(message.KemKey.Span, "E2eHello.kem_key"),
            suites,
            Instant.FromUnixMilliseconds((long)Math.Min(message.IssuedMs, long.MaxValue)));
    }

    /// <summary>All that a responder asks of a hello but its signature and that it is new.</summary>
    public SessionFailure Check(Address self, Delegation initiator, Instant now) =>
        Version != SessionRules.Version ? SessionFailure.WrongVersion
        : To != self || From != Address.Of(initiator) || From == self ? SessionFailure.WrongParty
        : Issued > now + SessionRules.Skew || now > Issued + SessionRules.HelloLifetime ? SessionFailure.WrongTime
        : SessionFailure.None;
}
