using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>The steps of both chains (Double Ratchet, section 5.2) with HKDF-SHA-256.</summary>
internal static class MessageKey
{
    /// <summary>Bytes of a message's key and nonce together.</summary>
    public const int Bytes = AeadKey.KeyBytes + AeadKey.NonceBytes;

    private const int ChainBytes = Hash.Bytes;

    /// <summary>Moves a chain on by one message.</summary>
    /// <param name="chain">32 bytes, replaced by the next chain key.</param>
    /// <param name="message">Key and nonce of the message.</param>
    public static void Next(Span<byte> chain, Span<byte> message)
    {
        Span<byte> output = stackalloc byte[ChainBytes + Bytes];
        HKDF.Expand(HashAlgorithmName.SHA256, chain, output, "rings/1 ratchet chain"u8);
        output[..ChainBytes].CopyTo(chain);
        output[ChainBytes..].CopyTo(message);
        CryptographicOperations.ZeroMemory(output);
    }

    /// <summary>Moves the root on by one agreement.</summary>
    /// <param name="root">32 bytes.</param>
    /// <param name="agreed">The X25519 result.</param>
    /// <param name="nextRoot">The next root.</param>
    /// <param name="chain">The new chain's key.</param>
    public static void NextRoot(
        ReadOnlySpan<byte> root, ReadOnlySpan<byte> agreed, Span<byte> nextRoot, Span<byte> chain)
    {
        Span<byte> output = stackalloc byte[2 * ChainBytes];
        KeyDerivation.Hkdf(agreed, root, "rings/1 ratchet root"u8, output);
        output[..ChainBytes].CopyTo(nextRoot);
        output[ChainBytes..].CopyTo(chain);
        CryptographicOperations.ZeroMemory(output);
    }
}
