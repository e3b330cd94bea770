using System.Buffers;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// What a session key really signs: <c>"rings/1 " + purpose ‖ 0 ‖ ring ‖ delegation_id ‖ payload</c>
/// (protocol.md, section 1).
/// </summary>
internal static class SignedText
{
    /// <summary>The longest prefix: text, zero byte, ring and delegation id.</summary>
    private const int MaxPrefix = 32 + RingId.Bytes + DelegationId.Bytes;

    /// <summary>Up to this size the text is put together on the stack.</summary>
    private const int StackBytes = 2048;

    public static void Sign(
        Ed25519PrivateKey key, SignaturePurpose purpose, Delegation delegation, ReadOnlySpan<byte> payload,
        Span<byte> signature)
    {
        byte[]? rented = null;
        var space = payload.Length <= StackBytes - MaxPrefix
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(MaxPrefix + payload.Length);
        key.Sign(Write(space, purpose, delegation, payload), signature);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    public static bool Verify(
        Ed25519PublicKey key, SignaturePurpose purpose, Delegation delegation, ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> signature)
    {
        byte[]? rented = null;
        var space = payload.Length <= StackBytes - MaxPrefix
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(MaxPrefix + payload.Length);
        var valid = key.Verify(Write(space, purpose, delegation, payload), signature);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return valid;
    }

    private static ReadOnlySpan<byte> Write(
        Span<byte> space, SignaturePurpose purpose, Delegation delegation, ReadOnlySpan<byte> payload)
    {
        var prefix = Prefix(purpose);
        prefix.CopyTo(space);
        var length = prefix.Length;
        delegation.Ring.Write(space[length..]);
        delegation.Id.Write(space[(length += RingId.Bytes)..]);
        payload.CopyTo(space[(length += DelegationId.Bytes)..]);
        return space[..(length + payload.Length)];
    }

    private static ReadOnlySpan<byte> Prefix(SignaturePurpose purpose) => purpose switch
    {
        SignaturePurpose.LinkOffer => "rings/1 link-offer\0"u8,
        SignaturePurpose.LinkAnswer => "rings/1 link-answer\0"u8,
        SignaturePurpose.Transaction => "rings/1 transaction\0"u8,
        SignaturePurpose.Register => "rings/1 register\0"u8,
        SignaturePurpose.SetElement => "rings/1 set-element\0"u8,
        SignaturePurpose.SetRemoval => "rings/1 set-removal\0"u8,
        SignaturePurpose.BlobLease => "rings/1 blob-lease\0"u8,
        SignaturePurpose.EndToEndHello => "rings/1 e2e-hello\0"u8,
        SignaturePurpose.EndToEndReply => "rings/1 e2e-reply\0"u8,
        SignaturePurpose.EndToEndPrekeys => "rings/1 e2e-prekeys\0"u8,
        SignaturePurpose.EndToEndFirst => "rings/1 e2e-first\0"u8,
        SignaturePurpose.GroupDeal => "rings/1 group-deal\0"u8,
        SignaturePurpose.GroupRenewal => "rings/1 group-renewal\0"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };
}
