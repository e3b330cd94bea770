using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>
/// A second opinion about <see cref="Secp256k1"/>: ECDSA on secp256k1 with public keys recovered from signatures (SEC 1 v2, §4.1.6), the nonce from RFC 6979, and
/// s always in the lower half: a second signature with n − s is refused (BIP-62, EIP-2).
/// </summary>
internal static class BouncyCastleSecp256k1
{
    /// <summary>Bytes of a private key, and of r and s each.</summary>
    public const int ScalarBytes = 32;

    /// <summary>Bytes of a compact signature: r ‖ s.</summary>
    public const int SignatureBytes = 64;

    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly ECDomainParameters Domain = new(Curve);
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);
    private static readonly BigInteger Prime = Curve.Curve.Field.Characteristic;

    /// <summary>Whether 32 bytes are a private key: from 1 to n − 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> bytes) => bytes.Length == ScalarBytes && IsScalar(new(1, bytes));

    /// <summary>The public key of a private key: 33 bytes compressed, or 65 with a leading 4.</summary>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    public static byte[] PublicKey(ReadOnlySpan<byte> privateKey, bool compressed) =>
        Curve.G.Multiply(Scalar(privateKey)).Normalize().GetEncoded(compressed);

    /// <summary>Signs a hash.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">64 bytes: r ‖ s, s in the lower half.</param>
    /// <returns>The recovery id, 0 to 3.</returns>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    public static int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, new ECPrivateKeyParameters(Scalar(privateKey), Domain));
        var (r, s) = signer.GenerateSignature(hash.ToArray()) is [var first, var second]
            ? (first, second)
            : throw new InvalidOperationException("ECDSA gives two numbers.");
        if (s.CompareTo(HalfOrder) > 0) s = Curve.N.Subtract(s);
        Put(r, signature[..ScalarBytes]);
        Put(s, signature[ScalarBytes..SignatureBytes]);
        return RecoveryId(PublicKey(privateKey, compressed: true), hash, signature);
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
        if (signature.Length != SignatureBytes || recoveryId is < 0 or > 3) return null;
        var r = new BigInteger(1, signature[..ScalarBytes]);
        var s = new BigInteger(1, signature[ScalarBytes..]);
        if (!IsScalar(r) || !IsScalar(s) || s.CompareTo(HalfOrder) > 0) return null;
        if (NoncePoint(r, recoveryId) is not { } nonce) return null;

        // Q = r⁻¹ (s R − z G)
        var inverse = r.ModInverse(Curve.N);
        var z = new BigInteger(1, hash).Negate().Multiply(inverse).Mod(Curve.N);
        var point = ECAlgorithms.SumOfTwoMultiplies(Curve.G, z, nonce, s.Multiply(inverse).Mod(Curve.N)).Normalize();
        return point.IsInfinity ? null : point.GetEncoded(compressed);
    }

    /// <summary>Whether a signature over a hash was made by the owner of a public key.</summary>
    /// <param name="publicKey">33 or 65 bytes.</param>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">64 bytes: r ‖ s, s in the lower half.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || EcPoints.Decode(Curve.Curve,
            publicKey) is not { } point) return false;
        var r = new BigInteger(1, signature[..ScalarBytes]);
        var s = new BigInteger(1, signature[ScalarBytes..]);
        if (!IsScalar(r) || !IsScalar(s) || s.CompareTo(HalfOrder) > 0) return false;
        var verifier = new ECDsaSigner();
        verifier.Init(false, new ECPublicKeyParameters(point, Domain));
        return verifier.VerifySignature(hash.ToArray(), r, s);
    }

    private static ECPoint? NoncePoint(BigInteger r, int recoveryId)
    {
        var x = recoveryId < 2 ? r : r.Add(Curve.N);
        if (x.CompareTo(Prime) >= 0) return null;
        Span<byte> encoded = stackalloc byte[1 + ScalarBytes];
        encoded[0] = (byte)(2 + (recoveryId & 1));
        Put(x, encoded[1..]);
        return EcPoints.Decode(Curve.Curve, encoded);
    }

    private static int RecoveryId(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        for (var id = 0; id < 4; id++)
        {
            if (Recover(hash, signature, id, compressed: true) is { } key && publicKey.SequenceEqual(key)) return id;
        }

        throw new InvalidOperationException("A signature just made recovers its own key.");
    }

    private static BigInteger Scalar(ReadOnlySpan<byte> privateKey)
    {
        if (!IsPrivateKey(privateKey))
            throw new ProtocolException("secp256k1 private key", "32 bytes: a number from 1 to n − 1");
        return new(1, privateKey);
    }

    private static bool IsScalar(BigInteger value) => value.SignValue > 0 && value.CompareTo(Curve.N) < 0;

    private static void Put(BigInteger value, Span<byte> target) =>
        Org.BouncyCastle.Utilities.BigIntegers.AsUnsignedByteArray(ScalarBytes, value).CopyTo(target);
}
