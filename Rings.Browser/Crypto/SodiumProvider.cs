using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Browser.Crypto;

/// <summary>
/// libsodium.js for keys and ChaCha20-Poly1305. AES-GCM, which it does not have and which letters are sealed by, is
/// managed code.
/// </summary>
internal sealed class SodiumProvider : ICryptoProvider
{
    private const int KeyAndNonce = AeadKey.KeyBytes + AeadKey.NonceBytes;

    /// <inheritdoc/>
    public void Ed25519PublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey) =>
        Sodium.Ed25519PublicKey(Shown(seed), publicKey);

    /// <inheritdoc/>
    public void Ed25519Sign(
        ReadOnlySpan<byte> seed, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, Span<byte> signature) =>
        Sodium.Ed25519Sign(Shown(seed), Shown(publicKey), Shown(data), signature);

    /// <inheritdoc/>
    public bool Ed25519Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Sodium.Ed25519Verify(Shown(publicKey), Shown(data), Shown(signature));

    /// <inheritdoc/>
    public void X25519PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey) =>
        Sodium.X25519PublicKey(Shown(secret), publicKey);

    /// <inheritdoc/>
    public bool TryX25519(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> peer, Span<byte> shared) =>
        Sodium.X25519(Shown(secret), Shown(peer), shared);

    /// <inheritdoc/>
    public bool Has(AeadSuite suite) => suite is AeadSuite.ChaCha20Poly1305 or AeadSuite.Aes256Gcm;

    /// <inheritdoc/>
    public void Seal(
        AeadSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> associated, Span<byte> sealedText)
    {
        if (suite == AeadSuite.Aes256Gcm)
        {
            ManagedAesGcm.Seal(key, nonce, plaintext, associated, sealedText);
            return;
        }

        Span<byte> both = stackalloc byte[KeyAndNonce];
        key.CopyTo(both);
        nonce.CopyTo(both[AeadKey.KeyBytes..]);
        Sodium.Seal(both, Shown(plaintext), Shown(associated), sealedText);
        CryptographicOperations.ZeroMemory(both);
    }

    /// <inheritdoc/>
    public bool TryOpen(
        AeadSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText,
        ReadOnlySpan<byte> associated, Span<byte> plaintext)
    {
        if (suite == AeadSuite.Aes256Gcm) return ManagedAesGcm.TryOpen(key, nonce, sealedText, associated, plaintext);
        plaintext.Clear();
        Span<byte> both = stackalloc byte[KeyAndNonce];
        key.CopyTo(both);
        nonce.CopyTo(both[AeadKey.KeyBytes..]);
        var isOpen = Sodium.Open(both, Shown(sealedText), Shown(associated), plaintext);
        CryptographicOperations.ZeroMemory(both);
        return isOpen;
    }

    /// <summary>The border to scripts knows writable spans alone; the script only reads this one.</summary>
    private static Span<byte> Shown(ReadOnlySpan<byte> bytes) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bytes), bytes.Length);
}
