using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Rings.Protocol.Crypto;
using Curve = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>A provider of another make: what a platform without libsodium would name; its AES-GCM is the one of tabs.</summary>
internal sealed class ManagedCrypto : ICryptoProvider
{
    public static readonly ManagedCrypto Instance = new();

    public void Ed25519PublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        var made = new byte[32];
        Curve.GeneratePublicKey(seed.ToArray(), 0, made, 0);
        made.CopyTo(publicKey);
    }

    public void Ed25519Sign(
        ReadOnlySpan<byte> seed, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        var made = new byte[64];
        Curve.Sign(seed.ToArray(), 0, publicKey.ToArray(), 0, null, data.ToArray(), 0, data.Length, made, 0);
        made.CopyTo(signature);
    }

    public bool Ed25519Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Curve.Verify(signature.ToArray(), 0, publicKey.ToArray(), 0, data.ToArray(), 0, data.Length);

    public void X25519PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey)
    {
        var made = new byte[32];
        X25519.ScalarMultBase(secret.ToArray(), 0, made, 0);
        made.CopyTo(publicKey);
    }

    public bool TryX25519(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> peer, Span<byte> shared)
    {
        var made = new byte[32];
        var isAgreed = X25519.CalculateAgreement(secret.ToArray(), 0, peer.ToArray(), 0, made, 0);
        made.CopyTo(shared);
        return isAgreed;
    }

    public bool Has(AeadSuite suite) => suite is AeadSuite.Aes256Gcm or AeadSuite.ChaCha20Poly1305;

    public void Seal(
        AeadSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> associated, Span<byte> sealedText)
    {
        if (suite == AeadSuite.Aes256Gcm)
        {
            ManagedAesGcm.Seal(key, nonce, plaintext, associated, sealedText);
            return;
        }

        var cipher = ChaCha(isSealing: true, key, nonce, associated);
        var done = cipher.ProcessBytes(plaintext, sealedText);
        cipher.DoFinal(sealedText[done..]);
    }

    public bool TryOpen(
        AeadSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText,
        ReadOnlySpan<byte> associated, Span<byte> plaintext)
    {
        if (suite == AeadSuite.Aes256Gcm) return ManagedAesGcm.TryOpen(key, nonce, sealedText, associated, plaintext);
        var cipher = ChaCha(isSealing: false, key, nonce, associated);
        plaintext.Clear();
        try
        {
            var done = cipher.ProcessBytes(sealedText, plaintext);
            cipher.DoFinal(plaintext[done..]);
            return true;
        }
        catch (InvalidCipherTextException)
        {
            plaintext.Clear();
            return false;
        }
    }

    private static ChaCha20Poly1305 ChaCha(
        bool isSealing, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated)
    {
        var cipher = new ChaCha20Poly1305();
        var parameters = new AeadParameters(
            new KeyParameter(key), 8 * AeadKey.TagBytes, nonce.ToArray(), associated.ToArray());
        cipher.Init(isSealing, parameters);
        return cipher;
    }
}
