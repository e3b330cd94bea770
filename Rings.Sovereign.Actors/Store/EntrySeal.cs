using Rings.Actors.Public;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Store;

/// <summary>Seals entries at rest: AES-256-GCM, a random nonce before each, kind and key authenticated beside it.</summary>
internal sealed class EntrySeal : IDisposable
{
    private readonly AeadKey _key;
    private readonly INodeRandom _random;

    /// <summary>Prepares the seal.</summary>
    /// <param name="secret">The 32 bytes of <c>shares.key</c>.</param>
    /// <param name="random">For nonces.</param>
    public EntrySeal(ReadOnlySpan<byte> secret, INodeRandom random)
    {
        _random = random;
        _key = AeadKey.Derive(AeadSuite.Aes256Gcm, secret, [], "rings/1 secret store"u8);
    }

    public byte[] Seal(SecretEntryKind kind, byte[] key, byte[] value)
    {
        var sealedText = new byte[AeadKey.NonceBytes + value.Length + AeadKey.TagBytes];
        var nonce = sealedText.AsSpan(0, AeadKey.NonceBytes);
        _random.Fill(nonce);
        _key.Seal(nonce, value, Beside(kind, key), sealedText.AsSpan(AeadKey.NonceBytes));
        return sealedText;
    }

    /// <summary>The value; null where anything was altered.</summary>
    public byte[]? Open(SecretEntryKind kind, byte[] key, byte[] sealedText)
    {
        var length = sealedText.Length - AeadKey.NonceBytes - AeadKey.TagBytes;
        if (length < 0) return null;
        var value = new byte[length];
        return _key.TryOpen(
            sealedText.AsSpan(0, AeadKey.NonceBytes), sealedText.AsSpan(AeadKey.NonceBytes), Beside(kind, key), value)
            ? value
            : null;
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Beside(SecretEntryKind kind, byte[] key) => [(byte)kind, .. key];
}
