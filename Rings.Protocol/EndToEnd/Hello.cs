using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>The first message of a handshake, as read.</summary>
internal sealed record Hello(
    uint Version, Address From, Address To, X25519PublicKey Ephemeral, IReadOnlyList<AeadSuite> Suites, Instant Issued)
{
    private const int NonceBytes = 16;
    private const int MaxSuites = 8;

    public static byte[] Write(
        Address from, Address to, ReadOnlySpan<byte> nonce, X25519PublicKey ephemeral, IEnumerable<AeadSuite> suites,
        Instant issued)
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
        return message.ToByteArray();
    }

    /// <exception cref="ProtocolException">Malformed.</exception>
    public static Hello Read(ReadOnlySpan<byte> payload)
    {
        var message = ProtoReader.Read(Proto.E2eHello.Parser, payload, "E2eHello");
        ProtoReader.Bytes(message.Nonce, NonceBytes, "E2eHello.nonce");
        if (message.Suites.Count is 0 or > MaxSuites) throw new ProtocolException("E2eHello.suites", "1 to 8 of them");
        return new(
            message.Version,
            ProtoReader.Address(message.FromRing, message.From, "E2eHello.from"),
            ProtoReader.Address(message.ToRing, message.To, "E2eHello.to"),
            ProtoReader.Key(message.Ephemeral, "E2eHello.ephemeral"),
            [.. message.Suites.Select(static suite => (AeadSuite)suite)],
            Instant.FromUnixMilliseconds((long)Math.Min(message.IssuedMs, long.MaxValue)));
    }

    /// <summary>All that a responder asks of a hello but its signature and that it is new.</summary>
    public SessionFailure Check(Address self, Delegation initiator, Instant now) =>
        Version != SessionRules.Version ? SessionFailure.WrongVersion
        : To != self || From != Address.Of(initiator) || From == self ? SessionFailure.WrongParty
        : Issued > now + SessionRules.Skew || now > Issued + SessionRules.HelloLifetime ? SessionFailure.WrongTime
        : SessionFailure.None;
}
