using System.Collections.Immutable;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// A payload under a number that is split: AES-256-GCM with a key by HKDF, nonce zero, bound to owner and id. Each number
/// seals one payload, once.
/// </summary>
internal static class SealedPayload
{
    public static ImmutableArray<byte> Seal(Secp256k1Scalar number, ReadOnlySpan<byte> payload, Did owner, SecretId id)
    {
        var sealedText = new byte[payload.Length + AeadKey.TagBytes];
        using var key = KeyOf(number);
        key.Seal(new byte[AeadKey.NonceBytes], payload, Context(owner, id), sealedText);
        return [.. sealedText];
    }

    /// <summary>The payload; null where the number does not open it.</summary>
    public static byte[]? Open(Secp256k1Scalar number, ReadOnlySpan<byte> sealedText, Did owner, SecretId id)
    {
        if (sealedText.Length < AeadKey.TagBytes) return null;
        var payload = new byte[sealedText.Length - AeadKey.TagBytes];
        using var key = KeyOf(number);
        return key.TryOpen(new byte[AeadKey.NonceBytes], sealedText, Context(owner, id), payload) ? payload : null;
    }

    private static byte[] Context(Did owner, SecretId id) => [.. owner.ToByteArray(), .. id.ToByteArray()];

    private static AeadKey KeyOf(Secp256k1Scalar number)
    {
        var secret = number.ToByteArray();
        var key = AeadKey.Derive(AeadSuite.Aes256Gcm, secret, [], "rings/1 secret payload"u8);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }
}
