using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Rings.Protocol.Crypto;

/// <summary>The hashes of the protocol, each over one span.</summary>
internal static class Hash
{
    /// <summary>Bytes of a SHA-256 or keccak-256 hash.</summary>
    public const int Bytes = 32;

    /// <summary>One for each thread, so that hashing leaves no garbage; it is as new after every hash.</summary>
    [ThreadStatic]
    private static KeccakDigest? _keccak;

    /// <summary>SHA-256 (FIPS 180-4), 32 bytes.</summary>
    public static byte[] Sha256(ReadOnlySpan<byte> data) => SHA256.HashData(data);

    /// <summary>SHA-256 (FIPS 180-4) into a span of at least 32 bytes.</summary>
    public static void Sha256(ReadOnlySpan<byte> data, Span<byte> target) => SHA256.HashData(data, target);

    /// <summary>SHA-256 of SHA-256, as Bitcoin uses it, 32 bytes.</summary>
    public static byte[] Sha256Twice(ReadOnlySpan<byte> data) => SHA256.HashData(SHA256.HashData(data));

    /// <summary>keccak-256 with the padding of Ethereum (not that of SHA-3), 32 bytes.</summary>
    public static byte[] Keccak256(ReadOnlySpan<byte> data)
    {
        var result = new byte[Bytes];
        Keccak256(data, result);
        return result;
    }

    /// <summary>keccak-256 with the padding of Ethereum (not that of SHA-3) into a span of at least 32 bytes.</summary>
    public static void Keccak256(ReadOnlySpan<byte> data, Span<byte> target)
    {
        var digest = _keccak ??= new(8 * Bytes);
        digest.BlockUpdate(data);
        digest.DoFinal(target);
    }

    /// <summary>RIPEMD-160, 20 bytes.</summary>
    public static byte[] Ripemd160(ReadOnlySpan<byte> data)
    {
        var digest = new RipeMD160Digest();
        var result = new byte[digest.GetDigestSize()];
        digest.BlockUpdate(data);
        digest.DoFinal(result);
        return result;
    }
}
