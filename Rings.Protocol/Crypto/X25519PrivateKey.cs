using System.Security.Cryptography;
using NSec.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>An X25519 private key (RFC 7748).</summary>
internal sealed class X25519PrivateKey : IDisposable
{
    /// <summary>Bytes of a private key and of an agreed secret.</summary>
    public const int Bytes = 32;

    private readonly Key? _key;
    private readonly ICryptoProvider? _other;
    private readonly byte[]? _secret;

    private X25519PrivateKey(Key key)
    {
        _key = key;
        PublicKey = X25519PublicKey.Read(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    private X25519PrivateKey(byte[] secret, ICryptoProvider other)
    {
        (_secret, _other) = (secret, other);
        Span<byte> bytes = stackalloc byte[X25519PublicKey.Bytes];
        other.X25519PublicKey(secret, bytes);
        PublicKey = X25519PublicKey.TryRead(bytes, other, out var key)
            ? key
            : throw new CryptographicException("The provider made no public key of a private one.");
    }

    /// <summary>The public half.</summary>
    public X25519PublicKey PublicKey { get; }

    /// <summary>Makes a key of 32 random bytes, or takes back one kept from earlier.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static X25519PrivateKey FromBytes(ReadOnlySpan<byte> bytes) => FromBytes(bytes, CryptoProvider.Other);

    internal static X25519PrivateKey FromBytes(ReadOnlySpan<byte> bytes, ICryptoProvider? other)
    {
        if (bytes.Length != Bytes) throw new ProtocolException("X25519 private key", "32 bytes");
        return other is null ? new(Import(bytes)) : new(bytes.ToArray(), other);
    }

    /// <summary>Agrees on a secret with the owner of another key.</summary>
    /// <param name="peer">The other's public key.</param>
    /// <param name="secret">32 bytes; feed them to <see cref="KeyDerivation"/>, then erase them.</param>
    /// <returns>False for the all-zero result, which a hostile key forces (RFC 7748 §6.1).</returns>
    public bool TryAgree(X25519PublicKey peer, Span<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Bytes);
        if (_key is null) return _other!.TryX25519(_secret, peer.Span, secret);
        var exportable = new SharedSecretCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        using var shared = KeyAgreementAlgorithm.X25519.Agree(_key, peer.Key!, in exportable);
        if (shared is null) return false;
        return shared.TryExport(SharedSecretBlobFormat.RawSharedSecret, secret, out _);
    }

    /// <summary>The private key, in a new array that the caller should erase.</summary>
    public byte[] Export() => _key?.Export(KeyBlobFormat.RawPrivateKey) ?? [.. _secret!];

    /// <summary>Erases the key.</summary>
    public void Dispose()
    {
        _key?.Dispose();
        CryptographicOperations.ZeroMemory(_secret);
    }

    private static Key Import(ReadOnlySpan<byte> bytes)
    {
        var exportable = new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        return Key.Import(KeyAgreementAlgorithm.X25519, bytes, KeyBlobFormat.RawPrivateKey, in exportable);
    }
}
