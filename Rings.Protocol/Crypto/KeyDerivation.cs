using System.Security.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>HKDF-SHA-256 (RFC 5869).</summary>
internal static class KeyDerivation
{
    /// <summary>The most that one derivation gives, in bytes: 255 hashes (RFC 5869 §2.3).</summary>
    public const int MaxBytes = 255 * Hash.Bytes;

    /// <summary>Fills <paramref name="output"/> from a secret.</summary>
    /// <param name="secret">The input keying material.</param>
    /// <param name="salt">The salt; empty stands for 32 zero bytes.</param>
    /// <param name="info">What the output is for.</param>
    /// <param name="output">1 to <see cref="MaxBytes"/> bytes.</param>
    public static void Hkdf(
        ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, Span<byte> output) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, output, salt, info);
}
