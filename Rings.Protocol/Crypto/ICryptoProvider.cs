namespace Rings.Protocol.Crypto;

/// <summary>
/// What a platform without libsodium and OpenSSL signs, agrees and seals with: a browser. Synchronous; equal results on
/// all platforms.
/// </summary>
/// <remarks>
/// Callers have checked lengths, that a public key of Ed25519 is canonical and not of small order, and that a public
/// key of X25519 is not of small order. A provider checks the rest: points of the curve, the range of S.
/// </remarks>
internal interface ICryptoProvider
{
    /// <summary>The public key of a seed (RFC 8032).</summary>
    /// <param name="seed">32 bytes.</param>
    /// <param name="publicKey">32 bytes, filled.</param>
    void Ed25519PublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey);

    /// <summary>Signs (RFC 8032, pure Ed25519).</summary>
    /// <param name="seed">32 bytes.</param>
    /// <param name="publicKey">The seed's public key, 32 bytes.</param>
    /// <param name="data">What to sign.</param>
    /// <param name="signature">64 bytes, filled.</param>
    void Ed25519Sign(
        ReadOnlySpan<byte> seed, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, Span<byte> signature);

    /// <summary>Whether a signature is valid.</summary>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">64 bytes.</param>
    bool Ed25519Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The public key of a private one (RFC 7748).</summary>
    /// <param name="secret">32 bytes.</param>
    /// <param name="publicKey">32 bytes, filled.</param>
    void X25519PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey);

    /// <summary>Agrees on a secret; false for the all-zero result (RFC 7748 §6.1).</summary>
    /// <param name="secret">32 bytes.</param>
    /// <param name="peer">The other's public key, 32 bytes.</param>
    /// <param name="shared">32 bytes, filled.</param>
    bool TryX25519(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> peer, Span<byte> shared);

    /// <summary>Whether the platform has a cipher.</summary>
    bool Has(AeadSuite suite);

    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="suite">A suite that the platform has.</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="plaintext">What to hide.</param>
    /// <param name="associated">What to authenticate beside it.</param>
    /// <param name="sealedText">16 bytes longer than the plaintext: ciphertext, then tag.</param>
    void Seal(
        AeadSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> associated, Span<byte> sealedText);

    /// <summary>Decrypts; false, and a plaintext of zeros, where anything was changed.</summary>
    /// <param name="suite">A suite that the platform has.</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="sealedText">Ciphertext, then tag.</param>
    /// <param name="associated">What was authenticated beside it.</param>
    /// <param name="plaintext">16 bytes shorter.</param>
    bool TryOpen(
        AeadSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText,
        ReadOnlySpan<byte> associated, Span<byte> plaintext);
}
