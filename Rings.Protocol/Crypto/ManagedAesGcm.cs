using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Rings.Protocol.Crypto;

/// <summary>AES-256-GCM (NIST SP 800-38D) in managed code, for providers of platforms that have no other.</summary>
internal static class ManagedAesGcm
{
    /// <summary>As <see cref="ICryptoProvider.Seal"/>.</summary>
    public static void Seal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated,
        Span<byte> sealedText)
    {
        var cipher = New(isSealing: true, key, nonce, associated);
        var done = cipher.ProcessBytes(plaintext, sealedText);
        cipher.DoFinal(sealedText[done..]);
    }

    /// <summary>As <see cref="ICryptoProvider.TryOpen"/>.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> associated,
        Span<byte> plaintext)
    {
        var cipher = New(isSealing: false, key, nonce, associated);
        var opened = new byte[cipher.GetOutputSize(sealedText.Length)];
        plaintext.Clear();
        try
        {
            var done = cipher.ProcessBytes(sealedText, opened);
            cipher.DoFinal(opened.AsSpan(done));
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }

        opened.AsSpan(0, plaintext.Length).CopyTo(plaintext);
        CryptographicOperations.ZeroMemory(opened);
        return true;
    }

    private static GcmBlockCipher New(
        bool isSealing, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(isSealing, new AeadParameters(
            new KeyParameter(key), 8 * AeadKey.TagBytes, nonce.ToArray(), associated.ToArray()));
        return cipher;
    }
}
