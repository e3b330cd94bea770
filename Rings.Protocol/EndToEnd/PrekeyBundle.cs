using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// A key under which mail is sealed for an account that is away (after Marlinspike, Perrin, "The X3DH Key Agreement
/// Protocol", section 3.2; without one-time keys, which a replicated store cannot hand out once).
/// </summary>
internal sealed class PrekeyBundle
{
    private PrekeyBundle(
        ReadOnlyMemory<byte> payload, Address owner, uint id, X25519PublicKey key, MlKemPublicKey? kemKey,
        Instant issued)
    {
        (Payload, Owner, Id, Key, KemKey, Issued) = (payload, owner, id, key, kemKey, issued);
        PayloadHash = Crypto.Hash.Sha256(payload.Span);
    }

    /// <summary>The signed bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>SHA-256 of <see cref="Payload"/>.</summary>
    public ReadOnlyMemory<byte> PayloadHash { get; }

    /// <summary>Whose it is.</summary>
    public Address Owner { get; }

    /// <summary>Its number, rising by one a day.</summary>
    public uint Id { get; }

    /// <summary>When it was made; whole milliseconds.</summary>
    public Instant Issued { get; }

    /// <summary>The prekey.</summary>
    public X25519PublicKey Key { get; }

    /// <summary>The prekey of ML-KEM-768; null: the owner's node is older than it.</summary>
    public MlKemPublicKey? KemKey { get; }

    /// <summary>Judges a bundle.</summary>
    /// <param name="message">The signed bundle, from the owner's Register.</param>
    /// <param name="owner">The owner's delegation, judged valid by the caller.</param>
    /// <param name="now">The time.</param>
    /// <param name="bundle">The bundle where the answer is <see cref="SessionFailure.None"/>, else null.</param>
    public static SessionFailure Read(
        SignedPayload message, Delegation owner, Instant now, out PrekeyBundle? bundle)
    {
        bundle = null;
        try
        {
            var parsed = ProtoReader.Read(Proto.PrekeyBundle.Parser, message.Payload.Span, "PrekeyBundle");
            var issued = Instant.FromUnixMilliseconds((long)Math.Min(parsed.IssuedMs, long.MaxValue));
            var named = ProtoReader.Address(parsed.Ring, parsed.Owner, "PrekeyBundle.owner");
            var failure = parsed.Version != SessionRules.Version ? SessionFailure.WrongVersion
                : named != Address.Of(owner) ? SessionFailure.WrongParty
                : issued > now + SessionRules.Skew || now > issued + SessionRules.PrekeyLifetime
                    ? SessionFailure.WrongTime
                : message.IsBy(owner, SignaturePurpose.EndToEndPrekeys) ? SessionFailure.None
                : SessionFailure.BadSignature;
            if (failure == SessionFailure.None)
                bundle = new(message.Payload, named, parsed.Id, ProtoReader.Key(parsed.Key, "PrekeyBundle.key"),
                    parsed.KemKey.IsEmpty ? null : MlKemPublicKey.Read(parsed.KemKey.Span, "PrekeyBundle.kem_key"),
                    issued);
            return failure;
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    /// <summary>Signs a bundle for a key, and one of ML-KEM-768 beside it.</summary>
    internal static SignedPayload Sign(
        Signer owner, uint id, X25519PublicKey key, MlKemPublicKey? kemKey, Instant issued) =>
        SignedPayload.Sign(owner, SignaturePurpose.EndToEndPrekeys, new Proto.PrekeyBundle
        {
            Version = SessionRules.Version,
            Ring = ProtoReader.Wrap(owner.Ring.ToByteArray()),
            Owner = ProtoReader.Wrap(owner.Account.ToByteArray()),
            Id = id,
            Key = ByteString.CopyFrom(key.Span),
            IssuedMs = (ulong)issued.UnixMilliseconds,
            KemKey = kemKey is null ? ByteString.Empty : ByteString.CopyFrom(kemKey.Span),
        }.ToByteArray());
}
