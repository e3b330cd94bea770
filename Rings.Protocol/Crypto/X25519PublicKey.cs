using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>An X25519 public key (RFC 7748).</summary>
internal sealed class X25519PublicKey
{
    /// <summary>Bytes of a public key.</summary>
    public const int Bytes = 32;

    private readonly byte[] _bytes;

    private X25519PublicKey(byte[] bytes, PublicKey? key) => (_bytes, Key) = (bytes, key);

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The platform's form of it; null where a provider replaces the platform's cryptography.</summary>
    internal PublicKey? Key { get; }

    /// <summary>
    /// Takes a key in. Points of small order are refused here or, at the latest, where they are agreed with.
    /// </summary>
    /// <exception cref="ProtocolException">Another length, or a point of small order.</exception>
    public static X25519PublicKey Read(ReadOnlySpan<byte> bytes, string field = "X25519 public key") =>
        TryRead(bytes, out var key)
            ? key
            : throw new ProtocolException(field, "32 bytes: an X25519 public key that is not of small order");

    /// <summary>Takes a key in; false where <see cref="Read"/> throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out X25519PublicKey? key) =>
        TryRead(bytes, CryptoProvider.Other, out key);

    internal static bool TryRead(
        ReadOnlySpan<byte> bytes, ICryptoProvider? other, [NotNullWhen(true)] out X25519PublicKey? key)
    {
        key = null;
        var copy = bytes.ToArray();
        if (other is not null) key = copy.Length == Bytes ? new(copy, null) : null;
        else if (PublicKey.TryImport(KeyAgreementAlgorithm.X25519, copy, KeyBlobFormat.RawPublicKey, out var imported))
            key = new(copy, imported);
        return key is not null;
    }

    /// <summary>The key as 64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);
}
