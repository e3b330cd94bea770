using NSec.Cryptography;

namespace Rings.Protocol.Crypto;

/// <summary>
/// An Ed25519 private key (RFC 8032) in memory that the operating system guards, ready for many signatures.
/// </summary>
internal sealed class Ed25519PrivateKey : IDisposable
{
    /// <summary>Bytes of the seed that is the private key.</summary>
    public const int SeedBytes = 32;

    private readonly Key _key;

    private Ed25519PrivateKey(Key key)
    {
        _key = key;
        PublicKey = Ed25519PublicKey.Read(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The public half.</summary>
    public Ed25519PublicKey PublicKey { get; }

    /// <summary>Makes the key of a seed.</summary>
    /// <param name="seed">32 bytes from a good source of randomness, or kept from earlier.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedBytes
        ? new(Import(seed))
        : throw new ProtocolException("Ed25519 seed", "32 bytes");

    /// <summary>Signs; the same data always gives the same signature.</summary>
    /// <param name="data">What to sign.</param>
    /// <param name="signature">64 bytes.</param>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) =>
        SignatureAlgorithm.Ed25519.Sign(_key, data, signature);

    /// <summary>The seed, in a new array that the caller should erase.</summary>
    public byte[] ExportSeed() => _key.Export(KeyBlobFormat.RawPrivateKey);

    /// <summary>Erases the key.</summary>
    public void Dispose() => _key.Dispose();

    private static Key Import(ReadOnlySpan<byte> bytes)
    {
        var exportable = new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        return Key.Import(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPrivateKey, in exportable);
    }
}
