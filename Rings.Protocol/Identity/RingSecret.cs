using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// What the members of a private ring share: 32 random bytes, never a password (protocol.md, section 8).
/// </summary>
public sealed class RingSecret : IDisposable
{
    /// <summary>Bytes of a secret, of its tag and of its key.</summary>
    public const int Bytes = 32;

    private readonly byte[] _tag = new byte[Bytes];
    private readonly byte[] _key = new byte[Bytes];

    /// <summary>Takes the secret in.</summary>
    /// <param name="secret">32 bytes; not kept.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public RingSecret(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Bytes) throw new ProtocolException("ring secret", "32 random bytes");
        KeyDerivation.Hkdf(secret, [], "rings/1 ring tag"u8, _tag);
        KeyDerivation.Hkdf(secret, [], "rings/1 ring psk"u8, _key);
    }

    /// <summary>What sets the ring's id apart from that of a public ring of the same name. Not a secret.</summary>
    internal ReadOnlySpan<byte> Tag => _tag;

    /// <summary>
    /// HMAC-SHA-256 with the ring's pre-shared key, 32 bytes: the <c>psk_tag</c> of offers and answers.
    /// </summary>
    public byte[] Authenticate(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_key, data);

    /// <summary>Whether a tag was made by someone who holds the secret; compares in constant time.</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag) =>
        CryptographicOperations.FixedTimeEquals(Authenticate(data), tag);

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_tag);
    }
}
