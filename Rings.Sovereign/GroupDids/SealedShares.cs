using System.Collections.Immutable;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// Shares under keys that serve one plan only: all members hold the same second message, so that any of them can hand it on,
/// and a member whose share does not fit shows its key, so that all can look.
/// </summary>
internal static class SealedShares
{
    private static ReadOnlySpan<byte> Use => "rings/1 group share"u8;

    /// <summary>48 bytes.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="dealer">Whose share.</param>
    /// <param name="receiver">For whom.</param>
    /// <param name="key">The dealer's key of this message.</param>
    /// <param name="to">The receiver's key of this plan.</param>
    /// <param name="share">The share.</param>
    public static ImmutableArray<byte> Seal(
        GroupPlan plan, int dealer, int receiver, X25519PrivateKey key, X25519PublicKey to, Edwards25519Scalar share)
    {
        var sealedShare = new byte[GroupStatement.SealedShareBytes];
        var plain = share.ToByteArray();
        using var aead = Agree(plan, dealer, receiver, key, to)
            ?? throw new InvalidOperationException("A key of small order was not refused.");
        aead.Seal(new byte[AeadKey.NonceBytes], plain, [], sealedShare);
        CryptographicOperations.ZeroMemory(plain);
        return [.. sealedShare];
    }

    /// <summary>The share; null where the bytes hold none.</summary>
    public static Edwards25519Scalar? Open(
        GroupPlan plan, GroupStatement.Second second, int receiver, ReadOnlySpan<byte> receiverKey)
    {
        if (ReadKey(second.Key) is not { } from) return null;
        using var key = X25519PrivateKey.FromBytes(receiverKey);
        using var aead = Agree(plan, second.Index, receiver, key, from);
        var plain = new byte[Edwards25519Scalar.Bytes];
        if (aead is null || !aead.TryOpen(new byte[AeadKey.NonceBytes], second.Shares[receiver - 1].AsSpan(), [], plain)) return null;
        try
        {
            return Edwards25519Scalar.Read(plain, "share");
        }
        catch (ProtocolException)
        {
            // Not below L: it fits nothing.
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>A key that shares may be sealed to or by; null: of small order, which agrees with nobody.</summary>
    public static X25519PublicKey? ReadKey(Bytes32 bytes)
    {
        // Clamped numbers are multiples of 8: to all of them a point of small order gives zero (RFC 7748, 6.1).
        Span<byte> secret = stackalloc byte[X25519PrivateKey.Bytes];
        secret.Fill(1);
        using var any = X25519PrivateKey.FromBytes(secret);
        return X25519PublicKey.TryRead(bytes.ToByteArray(), out var key) && any.TryAgree(key, secret) ? key : null;
    }

    /// <summary>Whether a private key is the half of a public one.</summary>
    public static bool IsKeyOf(Bytes32 key, Bytes32 publicKey)
    {
        using var own = X25519PrivateKey.FromBytes(key.ToByteArray());
        return own.PublicKey.Span.SequenceEqual(publicKey.ToByteArray());
    }

    private static AeadKey? Agree(GroupPlan plan, int dealer, int receiver, X25519PrivateKey own, X25519PublicKey other)
    {
        Span<byte> secret = stackalloc byte[X25519PrivateKey.Bytes];
        if (!own.TryAgree(other, secret)) return null;
        var key = AeadKey.Derive(
            AeadSuite.Aes256Gcm, secret, [], [.. Use, .. plan.Hash, .. Numbers.Of(dealer), .. Numbers.Of(receiver)]);
        secret.Clear();
        return key;
    }
}
