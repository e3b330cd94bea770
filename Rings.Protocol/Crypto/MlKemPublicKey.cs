using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Rings.Protocol.Crypto;

/// <summary>
/// An encapsulation key of ML-KEM-768 (FIPS 203). Managed code, so that it is the same on all platforms; what is random
/// in it comes from the caller.
/// </summary>
internal sealed class MlKemPublicKey
{
    /// <summary>Bytes of an encapsulation key.</summary>
    public const int Bytes = 1184;

    /// <summary>Bytes of a ciphertext.</summary>
    public const int CiphertextBytes = 1088;

    /// <summary>Bytes of the secret that both sides get.</summary>
    public const int SecretBytes = 32;

    /// <summary>Random bytes that one encapsulation takes: m of FIPS 203.</summary>
    public const int DrawBytes = 32;

    private const int CoefficientBytes = 3 * 256 * 12 / 8;
    private const int Modulus = 3329;

    private readonly byte[] _bytes;

    private MlKemPublicKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The 1,184 bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Takes a key in, and checks it as FIPS 203, section 7.2, says: its length, each coefficient.</summary>
    /// <exception cref="ProtocolException">Another length, or a coefficient of 3,329 or more.</exception>
    public static MlKemPublicKey Read(ReadOnlySpan<byte> bytes, string field = "ML-KEM-768 key") =>
        TryRead(bytes, out var key)
            ? key
            : throw new ProtocolException(field, "1,184 bytes: an ML-KEM-768 key whose coefficients are reduced");

    /// <summary>Takes a key in; false where <see cref="Read"/> throws.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MlKemPublicKey? key)
    {
        key = bytes.Length == Bytes && IsReduced(bytes[..CoefficientBytes]) ? new(bytes.ToArray()) : null;
        return key is not null;
    }

    /// <summary>Makes a secret that the owner of the key can take out of the ciphertext.</summary>
    /// <param name="draw">32 random bytes; to be erased by the caller.</param>
    /// <param name="ciphertext">1,088 bytes, filled.</param>
    /// <param name="secret">32 bytes, filled: feed them to <see cref="KeyDerivation"/>, then erase them.</param>
    public void Encapsulate(ReadOnlySpan<byte> draw, Span<byte> ciphertext, Span<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(draw.Length, DrawBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(ciphertext.Length, CiphertextBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretBytes);
        var drawn = draw.ToArray();
        var encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
        encapsulator.Init(new ParametersWithRandom(
            MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, _bytes), new DrawnRandom(drawn)));
        encapsulator.Encapsulate(ciphertext, secret);
        CryptographicOperations.ZeroMemory(drawn);
    }

    /// <summary>Two coefficients of 12 bits in each three bytes.</summary>
    private static bool IsReduced(ReadOnlySpan<byte> coefficients)
    {
        for (var place = 0; place < coefficients.Length; place += 3)
        {
            var (low, middle, high) = (coefficients[place], coefficients[place + 1], coefficients[place + 2]);
            if ((low | ((middle & 0x0F) << 8)) >= Modulus || ((middle >> 4) | (high << 4)) >= Modulus) return false;
        }

        return true;
    }
}
