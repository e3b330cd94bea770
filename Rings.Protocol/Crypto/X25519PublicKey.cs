using NSec.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>An X25519 public key (RFC 7748).</summary>
public sealed class X25519PublicKey
{
    /// <summary>Bytes of a public key.</summary>
    public const int Bytes = 32;

    private readonly byte[] _bytes;

    private X25519PublicKey(byte[] bytes, PublicKey key) => (_bytes, Key) = (bytes, key);

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    internal PublicKey Key { get; }

    /// <summary>Takes a key in. Any 32 bytes are one (RFC 7748 §5); what it agrees to is checked when it is used.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static X25519PublicKey Read(ReadOnlySpan<byte> bytes, string field = "X25519 public key")
    {
        if (bytes.Length != Bytes) throw new ProtocolException(field, "32 bytes");
        var copy = bytes.ToArray();
        return PublicKey.TryImport(KeyAgreementAlgorithm.X25519, copy, KeyBlobFormat.RawPublicKey, out var key)
            ? new(copy, key!)
            : throw new ProtocolException(field, "an X25519 public key that is not of small order");
    }

    /// <summary>The key as 64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);
}
