using System.Security.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>A key of an authenticated cipher, kept ready for many messages.</summary>
/// <remarks>A nonce must never be used twice with one key. Not for use by several threads at once.</remarks>
internal sealed class AeadKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 12;

    /// <summary>Bytes that sealing adds: the tag, at the end.</summary>
    public const int TagBytes = 16;

    private readonly AesGcm? _aes;
    private readonly ChaCha20Poly1305? _chaCha;
    private readonly ICryptoProvider? _other;
    private readonly byte[]? _key;

    /// <summary>Prepares a key.</summary>
    /// <param name="suite">The cipher.</param>
    /// <param name="key">32 bytes, copied.</param>
    /// <exception cref="ProtocolException">
    /// The suite is unknown, this platform does not have it, or the key has another length.
    /// </exception>
    public AeadKey(AeadSuite suite, ReadOnlySpan<byte> key)
        : this(suite, key, CryptoProvider.Other)
    {
    }

    internal AeadKey(AeadSuite suite, ReadOnlySpan<byte> key, ICryptoProvider? other)
    {
        if (key.Length != KeyBytes) throw new ProtocolException("AeadKey", "32 bytes");
        Suite = suite;
        if (other is not null)
        {
            if (!other.Has(suite)) throw new ProtocolException("AeadSuite", "a cipher that this platform has");
            (_other, _key) = (other, key.ToArray());
            return;
        }

        switch (suite)
        {
            case AeadSuite.Aes256Gcm:
                _aes = new AesGcm(key, TagBytes);
                break;

            case AeadSuite.ChaCha20Poly1305:
                _chaCha = new ChaCha20Poly1305(key);
                break;

            default:
                throw new ProtocolException("AeadSuite", "Aes256Gcm or ChaCha20Poly1305");
        }
    }

    /// <summary>A key from a secret, by HKDF-SHA-256; the bytes of the key are erased.</summary>
    /// <param name="suite">The cipher.</param>
    /// <param name="secret">The input keying material.</param>
    /// <param name="salt">The salt; may be empty.</param>
    /// <param name="info">What the key is for.</param>
    public static AeadKey Derive(
        AeadSuite suite, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        KeyDerivation.Hkdf(secret, salt, info, key);
        var derived = new AeadKey(suite, key);
        CryptographicOperations.ZeroMemory(key);
        return derived;
    }

    /// <summary>The cipher.</summary>
    public AeadSuite Suite { get; }

    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="nonce">12 bytes, never used before with this key.</param>
    /// <param name="plaintext">What to hide.</param>
    /// <param name="associated">What to authenticate beside it, in clear.</param>
    /// <param name="sealedText">Exactly <see cref="TagBytes"/> longer than the plaintext: ciphertext, then tag.</param>
    public void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> sealedText)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sealedText.Length, plaintext.Length + TagBytes);
        if (_other is not null)
        {
            _other.Seal(Suite, _key, nonce, plaintext, associated, sealedText);
            return;
        }

        var cipher = sealedText[..plaintext.Length];
        var tag = sealedText[plaintext.Length..];
        if (_aes is not null) _aes.Encrypt(nonce, plaintext, cipher, tag, associated);
        else _chaCha!.Encrypt(nonce, plaintext, cipher, tag, associated);
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="sealedText">Ciphertext, then tag.</param>
    /// <param name="associated">What was authenticated beside it.</param>
    /// <param name="plaintext">Exactly <see cref="TagBytes"/> shorter; all zero when the answer is false.</param>
    /// <returns>False where anything was changed, or the sealed text is shorter than a tag.</returns>
    public bool TryOpen(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> associated, Span<byte> plaintext)
    {
        if (sealedText.Length < TagBytes || nonce.Length != NonceBytes) return false;
        ArgumentOutOfRangeException.ThrowIfNotEqual(plaintext.Length, sealedText.Length - TagBytes);
        if (_other is not null) return _other.TryOpen(Suite, _key, nonce, sealedText, associated, plaintext);
        var cipher = sealedText[..plaintext.Length];
        var tag = sealedText[plaintext.Length..];
        try
        {
            if (_aes is not null) _aes.Decrypt(nonce, cipher, tag, plaintext, associated);
            else _chaCha!.Decrypt(nonce, cipher, tag, plaintext, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Erases the key.</summary>
    public void Dispose()
    {
        _aes?.Dispose();
        _chaCha?.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }
}
