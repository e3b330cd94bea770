using Google.Protobuf;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// A payload with the signature of a session key and the delegation that lets it speak: link offers and answers.
/// Well-formed as read, not yet to be believed.
/// </summary>
internal sealed class SignedObject
{
    /// <summary>The most bytes that a signed object may have: what one HTTP body or one frame carries.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _payload;
    private readonly byte[] _delegation;
    private readonly byte[] _signature;
    private readonly byte[] _tag;

    private SignedObject(byte[] payload, byte[] delegation, byte[] signature, byte[] tag) =>
        (_payload, _delegation, _signature, _tag) = (payload, delegation, signature, tag);

    /// <summary>The bytes that are signed.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    /// <summary>The signer's delegation.</summary>
    public ReadOnlyMemory<byte> Delegation => _delegation;

    /// <summary>The session key's signature: 64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature => _signature;

    /// <summary>The mark of a private ring's members: 32 bytes, or empty.</summary>
    public ReadOnlyMemory<byte> PskTag => _tag;

    /// <summary>SHA-256 of <see cref="Payload"/>: <c>offer_hash</c> or <c>answer_hash</c>.</summary>
    public PayloadHash Hash => PayloadHash.Of(_payload);

    /// <summary>Signs a payload.</summary>
    /// <param name="purpose">What the payload is.</param>
    /// <param name="payload">Its bytes; kept, not to be written to afterwards.</param>
    /// <param name="signer">Who signs.</param>
    /// <param name="secret">The private ring's secret; null in a public ring.</param>
    public static SignedObject Sign(SignaturePurpose purpose, byte[] payload, Signer signer, RingSecret? secret)
    {
        var signature = signer.Sign(purpose, payload);
        var delegation = signer.Delegation;
        var tag = secret?.Authenticate(TagInput(purpose, delegation.Id, payload, signature)) ?? [];
        return new(payload, delegation.Bytes.ToArray(), signature, tag);
    }

    /// <summary>Reads the four parts; nothing is verified.</summary>
    /// <exception cref="ProtocolException">Too long, malformed, or with a part of another size.</exception>
    public static SignedObject Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("SignedObject", "at most 65,536 bytes");
        var message = ProtoBytes.Parse(Proto.SignedObject.Parser, bytes, "SignedObject");
        if (message.Payload.IsEmpty) throw new ProtocolException("SignedObject.payload", "to be there");
        if (message.Delegation.Length is 0 or > EnvelopeView.MaxDelegationBytes)
            throw new ProtocolException("SignedObject.delegation", "1 to 512 bytes");
        if (message.Signature.Length != EnvelopeView.SignatureBytes)
            throw new ProtocolException("SignedObject.signature", "64 bytes");
        if (message.PskTag.Length is not (0 or RingSecret.Bytes))
            throw new ProtocolException("SignedObject.psk_tag", "32 bytes, or to be left out");
        return new(
            message.Payload.ToByteArray(), message.Delegation.ToByteArray(), message.Signature.ToByteArray(),
            message.PskTag.ToByteArray());
    }

    /// <summary>The bytes that travel.</summary>
    public byte[] ToBytes()
    {
        var message = new Proto.SignedObject
        {
            Payload = ProtoBytes.Wrap(_payload),
            Delegation = ProtoBytes.Wrap(_delegation),
            Signature = ProtoBytes.Wrap(_signature),
        };
        if (_tag.Length > 0) message.PskTag = ProtoBytes.Wrap(_tag);
        return message.ToByteArray();
    }

    /// <summary>
    /// Whether whoever made this holds the private ring's secret: one HMAC, compared in constant time.
    /// </summary>
    public bool IsTaggedWith(RingSecret secret, SignaturePurpose purpose) => secret.IsAuthentic(
        TagInput(purpose, DelegationId.Of(_delegation), _payload, _signature), _tag);

    /// <summary>purpose ‖ 0x00 ‖ delegation_id ‖ payload ‖ signature (protocol.md, section 2).</summary>
    private static byte[] TagInput(
        SignaturePurpose purpose, DelegationId delegation, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        var name = purpose switch
        {
            SignaturePurpose.LinkOffer => "link-offer\0"u8,
            SignaturePurpose.LinkAnswer => "link-answer\0"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
        };
        return [.. name, .. delegation.ToByteArray(), .. payload, .. signature];
    }
}
