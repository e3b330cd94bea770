using System.Security.Cryptography;
using NBitcoin.Secp256k1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace Rings.Protocol.Crypto;

/// <summary>
/// ECDSA on secp256k1 with public keys recovered from signatures (SEC 1 v2, §4.1.6), the nonce from RFC 6979, and
/// s always in the lower half: a second signature with n − s is refused (BIP-62, EIP-2).
/// </summary>
/// <remarks>
/// The only place that signs with NBitcoin.Secp256k1; its group is also used by Rings.Sovereign/Groups. The library
/// takes more than the protocol does: s in the upper half, points in hybrid form, nonce points whose x is not below p.
/// What is checked here before it is called is on purpose.
/// </remarks>
internal static class Secp256k1
{
    /// <summary>Bytes of a private key, and of r and s each.</summary>
    public const int ScalarBytes = 32;

    /// <summary>Bytes of a compact signature: r ‖ s.</summary>
    public const int SignatureBytes = 64;

    private static readonly BigInteger Order =
        new("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private static readonly BigInteger Prime =
        new("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);

    /// <summary>Whether 32 bytes are a private key: from 1 to n − 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ScalarBytes) return false;
        var scalar = new Scalar(bytes, out var overflow);
        var isKey = overflow == 0 && !scalar.IsZero;
        Scalar.Clear(ref scalar);
        return isKey;
    }

    /// <summary>Whether 64 bytes can be a signature: r and s from 1 to n − 1, s in the lower half.</summary>
    public static bool IsSignature(ReadOnlySpan<byte> signature) => Read(signature) is not null;

    /// <summary>The public key of a private key: 33 bytes compressed, or 65 with a leading 4.</summary>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    public static byte[] PublicKey(ReadOnlySpan<byte> privateKey, bool compressed)
    {
        using var key = Key(privateKey);
        return key.CreatePubKey().ToBytes(compressed);
    }

    /// <summary>Signs a hash.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">64 bytes: r ‖ s, s in the lower half.</param>
    /// <returns>The recovery id, 0 to 3.</returns>
    /// <remarks>
    /// An error of computation can make a signature from which the key follows. Whoever gives a signature away first
    /// sees that it recovers the signer: <see cref="Recover"/>.
    /// </remarks>
    /// <exception cref="ProtocolException">Not a private key, or not a hash.</exception>
    public static int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        if (hash.Length != Hash.Bytes) throw new ProtocolException("secp256k1 hash", "32 bytes");
        using var key = Key(privateKey);
        if (!key.TrySignRecoverable(hash, out var made) || made is null)
            throw new InvalidOperationException("RFC 6979 gives a nonce for every key and hash.");
        made.WriteToSpanCompact(signature[..SignatureBytes], out var recoveryId);
        return recoveryId;
    }

    /// <summary>The public key that made a signature.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">64 bytes: r ‖ s.</param>
    /// <param name="recoveryId">0 to 3: the parity of the nonce point, and 2 more where its x is not below n.</param>
    /// <param name="compressed">The form of the answer: 33 or 65 bytes.</param>
    /// <returns>
    /// Null where no key can have made it: r or s of zero or not below n, s in the upper half, no such point.
    /// </returns>
    public static byte[]? Recover(
        ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, int recoveryId, bool compressed)
    {
        if (hash.Length != Hash.Bytes || Read(signature) is not { } read) return null;
        if (NoncePoint(signature[..ScalarBytes], recoveryId) is not { } nonce) return null;
        // Q = r⁻¹ (s R − z G). The library's own recovery takes two inverses in the time that secrets need.
        var inverse = new Scalar(Inverse(signature[..ScalarBytes], Order), out _);
        var minusZ = new Scalar(hash, out _).Negate();
        var key = ECMultContext.Instance.Mult(nonce.ToGroupElementJacobian(), read.s * inverse, minusZ * inverse);
        if (key.IsInfinity) return null;
        Span<byte> z = stackalloc byte[ScalarBytes];
        key.z.NormalizeVariable().WriteToSpan(z);
        return Encode(key.ToGroupElementZInv(new FE(Inverse(z, Prime))), compressed);
    }

    /// <summary>Reads a signature in DER as r ‖ s.</summary>
    /// <param name="der">The strict form (BIP-66): no other bytes mean the same numbers.</param>
    /// <param name="signature">64 bytes.</param>
    /// <returns>False for any other form, and where <see cref="IsSignature"/> is.</returns>
    public static bool TryReadDer(ReadOnlySpan<byte> der, Span<byte> signature)
    {
        // The library reads loose forms too: what it would write is compared with what was given.
        if (!SecpECDSASignature.TryCreateFromDer(der, out var read) || !der.SequenceEqual(read.ToDER())) return false;
        read.WriteCompactToSpan(signature[..SignatureBytes]);
        return IsSignature(signature[..SignatureBytes]);
    }

    /// <summary>A public key in the other of its two forms, or in the same.</summary>
    /// <returns>Null where the bytes are no key: another form, or no point of the curve.</returns>
    public static byte[]? Reform(ReadOnlySpan<byte> publicKey, bool compressed) =>
        EcPoints.IsEncoded(publicKey) && GE.TryParse(publicKey, out var point) ? Encode(point, compressed) : null;

    /// <summary>The point of the nonce: of x = r, or of r + n where that is below p.</summary>
    private static GE? NoncePoint(ReadOnlySpan<byte> r, int recoveryId)
    {
        if (recoveryId is < 0 or > 3) return null;
        Span<byte> x = stackalloc byte[ScalarBytes];
        r.CopyTo(x);
        if (recoveryId > 1)
        {
            var beyond = new BigInteger(1, r).Add(Order);
            if (beyond.CompareTo(Prime) >= 0) return null;
            BigIntegers.AsUnsignedByteArray(beyond, x);
        }

        return GE.TryCreateXOVariable(new FE(x), (recoveryId & 1) != 0, out var point) ? point : null;
    }

    /// <summary>
    /// The inverse of a number that everybody knows, in a time that depends on it: about 2 µs in place of 12 and 38.
    /// </summary>
    private static byte[] Inverse(ReadOnlySpan<byte> number, BigInteger modulus) =>
        BigIntegers.AsUnsignedByteArray(ScalarBytes, BigIntegers.ModOddInverseVar(modulus, new BigInteger(1, number)));

    private static byte[] Encode(in GE point, bool compressed)
    {
        var encoded = new byte[compressed ? 33 : 65];
        ECPubKey.Serialize(point, compressed, encoded, out _);
        return encoded;
    }

    internal static ProtocolException NotAPrivateKey() =>
        new("secp256k1 private key", "32 bytes: a number from 1 to n − 1");

    private static SecpECDSASignature? Read(ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureBytes
        && SecpECDSASignature.TryCreateFromCompact(signature, out var read)
        && !read.r.IsZero && !read.s.IsZero && !read.s.IsHigh
            ? read
            : null;

    private static ECPrivKey Key(ReadOnlySpan<byte> privateKey) =>
        privateKey.Length == ScalarBytes && ECPrivKey.TryCreate(privateKey, Signing.Curve, out var key)
            ? key
            : throw NotAPrivateKey();

    /// <summary>
    /// Tables of our own: blinding those that the process shares would change them under another's signature, and a
    /// signature made then could give its key away. Made at the first signature: whoever only verifies needs none.
    /// </summary>
    private static class Signing
    {
        public static readonly Context Curve = Blinded();

        private static Context Blinded()
        {
            var generator = new ECMultGenContext();
            generator.Blind(RandomNumberGenerator.GetBytes(ScalarBytes));
            return new(ECMultContext.Instance, generator);
        }
    }
}
