using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// ElGamal over secp256k1 (T. ElGamal, "A public key cryptosystem and a signature scheme based on discrete
/// logarithms", 1985, on a curve): ciphertexts of points can be added without being opened, and freshened so that
/// nobody sees which is which. For protocols that need this algebra (tallies, shuffles).
/// </summary>
/// <remarks>
/// Not for messages. Whoever holds a ciphertext can change what it says, that being the point of it, so it proves
/// nothing about who wrote what; it has no forward secrecy; and numbers are found again by trying them all. Use <see
/// cref="Session"/>.
/// </remarks>
internal static class ElGamal
{
    /// <summary>The most that <see cref="TryDecryptNumber"/> can find.</summary>
    public const int MaxNumber = 1 << 20;

    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");

    /// <summary>Encrypts a number as a multiple of the base point.</summary>
    /// <param name="publicKey">33 or 65 bytes.</param>
    /// <param name="number">0 to <see cref="MaxNumber"/>.</param>
    /// <param name="random">For the blinding scalar.</param>
    /// <exception cref="ProtocolException">Not a public key, or a number out of range.</exception>
    public static ElGamalCiphertext EncryptNumber(ReadOnlySpan<byte> publicKey, int number, RandomBytes random) =>
        number is >= 0 and <= MaxNumber
            ? Encrypt(publicKey, Curve.G.Multiply(BigInteger.ValueOf(number)), random)
            : throw new ProtocolException("ElGamal number", $"0 to {MaxNumber}");

    /// <summary>Encrypts a point of the curve.</summary>
    /// <param name="publicKey">33 or 65 bytes.</param>
    /// <param name="point">33 or 65 bytes.</param>
    /// <param name="random">For the blinding scalar.</param>
    /// <exception cref="ProtocolException">Not points of the curve.</exception>
    public static ElGamalCiphertext EncryptPoint(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> point, RandomBytes random) =>
        Encrypt(publicKey, Decode(point, "ElGamal point"), random);

    /// <summary>
    /// What a ciphertext says: 33 bytes of a point, or one zero byte for the point at infinity, the number 0.
    /// </summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    public static byte[] DecryptPoint(ReadOnlySpan<byte> privateKey, ElGamalCiphertext ciphertext)
    {
        if (!Secp256k1.IsPrivateKey(privateKey)) throw new ProtocolException("ElGamal private key", "32 bytes below n");
        var shared = ciphertext.Hint.Multiply(new BigInteger(1, privateKey));
        return ciphertext.Masked.Subtract(shared).Normalize().GetEncoded(compressed: true);
    }

    /// <summary>Finds the number that a ciphertext says, by trying: up to <paramref name="max"/> additions.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="ciphertext">The ciphertext.</param>
    /// <param name="max">0 to <see cref="MaxNumber"/>.</param>
    /// <param name="number">The number.</param>
    /// <returns>False where it is none from 0 to <paramref name="max"/>.</returns>
    public static bool TryDecryptNumber(
        ReadOnlySpan<byte> privateKey, ElGamalCiphertext ciphertext, int max, out int number)
    {
        var wanted = Curve.Curve.DecodePoint(DecryptPoint(privateKey, ciphertext));
        var candidate = Curve.Curve.Infinity;
        for (number = 0; number <= Math.Min(max, MaxNumber); number++)
        {
            if (candidate.Equals(wanted)) return true;
            candidate = candidate.Add(Curve.G);
        }

        return false;
    }

    /// <summary>A ciphertext of the sum of what both say. Both must be for one key.</summary>
    public static ElGamalCiphertext Add(ElGamalCiphertext left, ElGamalCiphertext right) =>
        new(left.Hint.Add(right.Hint).Normalize(), left.Masked.Add(right.Masked).Normalize());

    /// <summary>Another ciphertext of the same, which only the key's owner can tell to be the same.</summary>
    /// <exception cref="ProtocolException">Not a public key.</exception>
    public static ElGamalCiphertext Freshen(
        ReadOnlySpan<byte> publicKey, ElGamalCiphertext ciphertext, RandomBytes random) =>
        Add(ciphertext, Encrypt(publicKey, Curve.Curve.Infinity, random));

    internal static ECPoint Decode(ReadOnlySpan<byte> encoded, string field) =>
        encoded.Length == 1 && encoded[0] == 0 ? Curve.Curve.Infinity
        : EcPoints.Decode(Curve.Curve, encoded) ?? throw new ProtocolException(field, "a point of secp256k1");

    private static ElGamalCiphertext Encrypt(ReadOnlySpan<byte> publicKey, ECPoint point, RandomBytes random)
    {
        var key = Decode(publicKey, "ElGamal public key");
        if (key.IsInfinity) throw new ProtocolException("ElGamal public key", "a point other than infinity");
        var blind = Scalar(random);
        return new(Curve.G.Multiply(blind).Normalize(), key.Multiply(blind).Add(point).Normalize());
    }

    /// <summary>From 1 to n − 1, all alike: those outside are drawn again, which happens once in 2^127.</summary>
    private static BigInteger Scalar(RandomBytes random)
    {
        Span<byte> bytes = stackalloc byte[Secp256k1.ScalarBytes];
        do random(bytes);
        while (!Secp256k1.IsPrivateKey(bytes));
        return new(1, bytes);
    }
}
