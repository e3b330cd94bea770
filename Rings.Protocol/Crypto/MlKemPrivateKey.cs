using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Rings.Protocol.Crypto;

/// <summary>
/// A decapsulation key of ML-KEM-768 (FIPS 203), kept as its seed and expanded when it is first used. BouncyCastle's copy
/// of it cannot be erased: it goes when the memory is used again.
/// </summary>
internal sealed class MlKemPrivateKey : IDisposable
{
    /// <summary>Bytes of a seed: d and z of FIPS 203.</summary>
    public const int SeedBytes = 64;

    private readonly byte[] _seed;
    private MLKemPrivateKeyParameters? _expanded;
    private bool _isErased;

    private MlKemPrivateKey(byte[] seed) => _seed = seed;

    /// <summary>The public half.</summary>
    /// <exception cref="ObjectDisposedException">The key was erased.</exception>
    public MlKemPublicKey PublicKey => MlKemPublicKey.Read(Expanded.GetPublicKeyEncoded());

    /// <summary>The seed itself, not a copy.</summary>
    public ReadOnlySpan<byte> Seed => _seed;

    private MLKemPrivateKeyParameters Expanded
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _expanded ??= MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, _seed);
        }
    }

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
        ArgumentOutOfRangeException.ThrowIfNotEqual(ciphertext.Length, MlKemPublicKey.CiphertextBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, MlKemPublicKey.SecretBytes);
        var decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        decapsulator.Init(Expanded);
        decapsulator.Decapsulate(ciphertext, secret);
    }

    /// <summary>Erases the seed and lets go of the key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_seed);
        (_expanded, _isErased) = (null, true);
    }
}
