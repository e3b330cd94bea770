using Google.Protobuf;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// An account lets a session key act for it, in one ring, for a time (protocol.md, section 1). Well-formed, as read;
/// that the account really signed it, <see cref="IsSignedByAccount"/> says.
/// </summary>
/// <remarks>Immutable; the parsed session key is kept, so that verifying with it allocates nothing.</remarks>
public sealed class Delegation
{
    /// <summary>The most bytes that a delegation may have.</summary>
    public const int MaxBytes = 512;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 16;

    private readonly byte[] _bytes;
    private readonly byte[] _signature;

    private Delegation(byte[] bytes, DelegationDraft draft, byte[] signature)
    {
        (_bytes, Draft, _signature) = (bytes, draft, signature);
        Id = DelegationId.Of(bytes);
    }

    /// <summary>The longest life of a delegation: 90 days.</summary>
    public static TimeSpan MaxLifetime { get; } = TimeSpan.FromDays(90);

    /// <summary>The usual life of a delegation: 14 days.</summary>
    public static TimeSpan DefaultLifetime { get; } = TimeSpan.FromDays(14);

    /// <summary>What the account signed.</summary>
    public DelegationDraft Draft { get; }

    /// <summary>The first 20 bytes of SHA-256 over <see cref="Bytes"/>.</summary>
    public DelegationId Id { get; }

    /// <summary>The bytes as they were received, or as they are sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The kind of the account.</summary>
    public AccountKind Kind => Draft.Kind;

    /// <summary>
    /// The account's Did: every <c>from</c>, <c>author</c> and <c>owner</c> signed under this delegation.
    /// </summary>
    public Did Account => Draft.Account;

    /// <summary>The key that acts.</summary>
    public Ed25519PublicKey SessionKey => Draft.SessionKey;

    /// <summary>The only ring in which it acts.</summary>
    public RingId Ring => Draft.Ring;

    /// <summary>When the account signed, by its own clock; whole milliseconds.</summary>
    public Instant Issued => Draft.Issued;

    /// <summary>From when on nothing is accepted any more; whole milliseconds.</summary>
    public Instant Expires => Draft.Expires;

    /// <summary>The account's signature.</summary>
    public ReadOnlyMemory<byte> Signature => _signature;

    /// <summary>Reads a delegation.</summary>
    /// <exception cref="ProtocolException">Too long, malformed, or with a field out of its range.</exception>
    public static Delegation Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("delegation", $"at most {MaxBytes} bytes");
        try
        {
            var parsed = Proto.Delegation.Parser.ParseFrom(bytes);
            var draft = DelegationDraft.Read(parsed);
            var signature = AccountStatement.ReadSignature("Delegation", draft.Kind, parsed.Signature);
            return new(bytes.ToArray(), draft, signature);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ProtocolException("delegation", "a Protocol Buffers message", e);
        }
    }

    /// <summary>Whether the account really signed this: the costly check, once per delegation.</summary>
    public bool IsSignedByAccount() => AccountSignature.Verify(
        Kind, Account, Draft.AccountPublicKey.Span, Draft.Statement, _signature);

    /// <summary>Whether a time lies within the delegation's life.</summary>
    /// <param name="time">The time in question.</param>
    /// <param name="skew">How far the issuer's clock may be ahead: 60 s by default in protocol.md.</param>
    public bool IsInForce(Instant time, TimeSpan skew) => Issued <= time + skew && time < Expires;

    /// <summary>Whether the session key signed a payload for a purpose, under this delegation.</summary>
    /// <param name="purpose">What the payload is.</param>
    /// <param name="payload">The bytes as they were received.</param>
    /// <param name="signature">64 bytes; other lengths are never valid.</param>
    public bool Verify(SignaturePurpose purpose, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        SignedText.Verify(SessionKey, purpose, this, payload, signature);

    internal static Delegation Of(DelegationDraft draft, ReadOnlySpan<byte> signature)
    {
        var message = draft.ToMessage();
        message.Signature = ByteString.CopyFrom(signature);
        return new(message.ToByteArray(), draft, signature.ToArray());
    }
}
