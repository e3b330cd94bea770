using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>A payload that a session key has signed for one purpose, with the delegation that lets it act.</summary>
/// <remarks>Well-formed, as read. The caller judges the delegation (<see cref="DelegationVerifier"/>) and hands it
/// on.</remarks>
internal sealed class SignedPayload
{
    /// <summary>The most bytes that one may have: a mailbox element and its frame.</summary>
    public const int MaxBytes = 17 * 1024;

    private SignedPayload(byte[] bytes, byte[] payload, byte[] delegation, byte[] signature) =>
        (Bytes, Payload, DelegationBytes, Signature) = (bytes, payload, delegation, signature);

    /// <summary>All of it, as it travels.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What was signed.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The signer's delegation, not judged yet.</summary>
    public ReadOnlyMemory<byte> DelegationBytes { get; }

    /// <summary>64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Reads one.</summary>
    /// <exception cref="ProtocolException">Too long, or malformed.</exception>
    public static SignedPayload Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("E2eSigned", $"at most {MaxBytes} bytes");
        var parsed = ProtoReader.Read(Proto.E2eSigned.Parser, bytes, "E2eSigned");
        if (parsed.Signature.Length != Ed25519PublicKey.SignatureBytes)
            throw new ProtocolException("E2eSigned.signature", "64 bytes");
        return new(
            bytes.ToArray(), parsed.Payload.ToByteArray(), parsed.Delegation.ToByteArray(),
            parsed.Signature.ToByteArray());
    }

    /// <summary>Signs a payload.</summary>
    internal static SignedPayload Sign(Signer signer, SignaturePurpose purpose, byte[] payload)
    {
        var signature = signer.Sign(purpose, payload);
        var message = new Proto.E2eSigned
        {
            Payload = UnsafeByteOperations.UnsafeWrap(payload),
            Delegation = UnsafeByteOperations.UnsafeWrap(signer.Delegation.Bytes),
            Signature = UnsafeByteOperations.UnsafeWrap(signature),
        };
        return new(message.ToByteArray(), payload, signer.Delegation.Bytes.ToArray(), signature);
    }

    /// <summary>
    /// Whether the delegation's key has signed this for the purpose, and the delegation is the one shown.
    /// </summary>
    internal bool IsBy(Delegation delegation, SignaturePurpose purpose) =>
        delegation.Bytes.Span.SequenceEqual(DelegationBytes.Span)
        && SignedText.Verify(delegation.SessionKey, purpose, delegation, Payload.Span, Signature.Span);
}
