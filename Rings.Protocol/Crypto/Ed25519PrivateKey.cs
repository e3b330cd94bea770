using System.Security.Cryptography;
using NSec.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>
/// An Ed25519 private key (RFC 8032) in memory that the operating system guards, ready for many signatures.
/// </summary>
internal sealed class Ed25519PrivateKey : IDisposable
{
    /// <summary>Bytes of the seed that is the private key.</summary>
    public const int SeedBytes = 32;

    private readonly Key? _key;
    private readonly ICryptoProvider? _other;
    private readonly byte[]? _seed;

    private Ed25519PrivateKey(Key key)
    {
        _key = key;
        PublicKey = Ed25519PublicKey.Read(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    private Ed25519PrivateKey(byte[] seed, ICryptoProvider other)
    {
        (_seed, _other) = (seed, other);
        Span<byte> bytes = stackalloc byte[Ed25519PublicKey.Bytes];
        other.Ed25519PublicKey(seed, bytes);
        PublicKey = Ed25519PublicKey.TryRead(bytes, other, out var key)
            ? key
            : throw new CryptographicException("The provider made no public key of a seed.");
    }

    /// <summary>The public half.</summary>
    public Ed25519PublicKey PublicKey { get; }

    /// <summary>Makes the key of a seed.</summary>
    /// <param name="seed">32 bytes from a good source of randomness, or kept from earlier.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed) => FromSeed(seed, CryptoProvider.Other);

    internal static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed, ICryptoProvider? other)
    {
        if (seed.Length != SeedBytes) throw new ProtocolException("Ed25519 seed", "32 bytes");
        return other is null ? new(Import(seed)) : new(seed.ToArray(), other);
    }

    /// <summary>Signs; the same data always gives the same signature.</summary>
    /// <param name="data">What to sign.</param>
    /// <param name="signature">64 bytes.</param>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        if (_key is not null) SignatureAlgorithm.Ed25519.Sign(_key, data, signature);
        else _other!.Ed25519Sign(_seed, PublicKey.Span, data, signature);
    }

    /// <summary>The seed, in a new array that the caller should erase.</summary>
    public byte[] ExportSeed() => _key?.Export(KeyBlobFormat.RawPrivateKey) ?? [.. _seed!];

    /// <summary>Erases the key.</summary>
    public void Dispose()
    {
        _key?.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
    }

    private static Key Import(ReadOnlySpan<byte> bytes)
    {
        var exportable = new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        return Key.Import(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPrivateKey, in exportable);
    }
}
