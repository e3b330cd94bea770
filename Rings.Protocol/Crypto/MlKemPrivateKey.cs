using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Rings.Protocol.Crypto;

/// <summary>
/// A decapsulation key of ML-KEM-768 (FIPS 203), kept as its seed. BouncyCastle's copy of it cannot be erased: it goes
/// when the memory is used again.
/// </summary>
internal sealed class MlKemPrivateKey : IDisposable
{
    /// <summary>Bytes of a seed: d and z of FIPS 203.</summary>
    public const int SeedBytes = 64;

    private readonly byte[] _seed;
    private MLKemPrivateKeyParameters? _key;

    private MlKemPrivateKey(byte[] seed)
    {
        _seed = seed;
        _key = MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, seed);
        PublicKey = MlKemPublicKey.Read(_key.GetPublicKeyEncoded());
    }

    /// <summary>The public half.</summary>
    public MlKemPublicKey PublicKey { get; }

    /// <summary>Makes a key of 64 random bytes, or takes back one kept from earlier.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static MlKemPrivateKey FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedBytes
        ? new(seed.ToArray())
        : throw new ProtocolException("ML-KEM-768 seed", "64 bytes");

    /// <summary>
    /// Takes the secret out of a ciphertext. One that was not made for this key gives a secret that nobody else has
    /// (FIPS 203, section 6.3), so it is found out where the key is confirmed.
    /// </summary>
    /// <param name="ciphertext">1,088 bytes.</param>
    /// <param name="secret">32 bytes, filled: feed them to <see cref="KeyDerivation"/>, then erase them.</param>
    /// <exception cref="ObjectDisposedException">The key was erased.</exception>
    public void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> secret)
    {
        ObjectDisposedException.ThrowIf(_key is null, this);
        ArgumentOutOfRangeException.ThrowIfNotEqual(ciphertext.Length, MlKemPublicKey.CiphertextBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, MlKemPublicKey.SecretBytes);
        var decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        decapsulator.Init(_key);
        decapsulator.Decapsulate(ciphertext, secret);
    }

    /// <summary>The seed, in a new array that the caller should erase.</summary>
    public byte[] Export() => [.. _seed];

    /// <summary>Erases the seed and lets go of the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_seed);
        _key = null;
    }
}
