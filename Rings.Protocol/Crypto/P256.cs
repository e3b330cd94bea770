using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace Rings.Protocol.Crypto;

/// <summary>
/// ECDSA over SHA-256 on P-256 (FIPS 186-5), signatures as r ‖ s (IEEE P1363, the form of WebCrypto), the nonce from
/// RFC 6979, s always in the lower half.
/// </summary>
internal static class P256
{
    /// <summary>Bytes of a private key, and of r and s each.</summary>
    public const int ScalarBytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Bytes of a compressed public key.</summary>
    public const int CompressedBytes = 33;

    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("P-256");
    private static readonly ECDomainParameters Domain = new(Curve);
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);

    /// <summary>Whether 32 bytes are a private key: from 1 to n − 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> bytes) => bytes.Length == ScalarBytes && IsScalar(new(1, bytes));

    /// <summary>Whether bytes are a compressed point of the curve.</summary>
    public static bool IsCompressedKey(ReadOnlySpan<byte> bytes) =>
        bytes.Length == CompressedBytes && EcPoints.Decode(Curve.Curve, bytes) is not null;

    /// <summary>A public key of 33 or 65 bytes, compressed; null where it is no point of the curve.</summary>
    public static byte[]? Compress(ReadOnlySpan<byte> publicKey) =>
        EcPoints.Decode(Curve.Curve, publicKey)?.GetEncoded(compressed: true);

    /// <summary>The public key of a private key: 33 bytes, compressed.</summary>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    public static byte[] PublicKey(ReadOnlySpan<byte> privateKey) =>
        Curve.G.Multiply(Scalar(privateKey)).Normalize().GetEncoded(compressed: true);

    /// <summary>Signs data; the same data always gives the same 64 bytes.</summary>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> data)
    {
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(true, new ECPrivateKeyParameters(Scalar(privateKey), Domain));
        var numbers = signer.GenerateSignature(Hash.Sha256(data));
        var s = numbers[1].CompareTo(HalfOrder) > 0 ? Curve.N.Subtract(numbers[1]) : numbers[1];
        return [.. BigIntegers.AsUnsignedByteArray(ScalarBytes, numbers[0]),
            .. BigIntegers.AsUnsignedByteArray(ScalarBytes, s)];
    }

    /// <summary>Brings s of a signature into the lower half, as wallets and WebCrypto do not.</summary>
    /// <param name="signature">64 bytes, changed in place.</param>
    public static void LowerS(Span<byte> signature)
    {
        var s = new BigInteger(1, signature[ScalarBytes..]);
        if (s.CompareTo(HalfOrder) <= 0 || s.CompareTo(Curve.N) >= 0) return;
        BigIntegers.AsUnsignedByteArray(ScalarBytes, Curve.N.Subtract(s)).CopyTo(signature[ScalarBytes..]);
    }

    /// <summary>Whether a signature over data was made by the owner of a public key.</summary>
    /// <param name="publicKey">33 bytes compressed, or 65.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">64 bytes: r ‖ s, s in the lower half.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || !HasLowScalars(signature)) return false;
        if (EcPoints.Decode(Curve.Curve, publicKey) is not { } point) return false;
        return CryptoProvider.Other is null
            ? VerifiedByPlatform(point, data, signature)
            : VerifiedInManagedCode(point, data, signature);
    }

    internal static bool VerifiedInManagedCode(
        Org.BouncyCastle.Math.EC.ECPoint point, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var verifier = new ECDsaSigner();
        verifier.Init(false, new ECPublicKeyParameters(point, Domain));
        return verifier.VerifySignature(
            Hash.Sha256(data), new(1, signature[..ScalarBytes]), new(1, signature[ScalarBytes..]));
    }

    private static bool VerifiedByPlatform(
        Org.BouncyCastle.Math.EC.ECPoint point, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var plain = point.GetEncoded(compressed: false);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = plain[1..33], Y = plain[33..] },
        });
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static bool HasLowScalars(ReadOnlySpan<byte> signature)
    {
        var s = new BigInteger(1, signature[ScalarBytes..]);
        return IsScalar(new(1, signature[..ScalarBytes])) && IsScalar(s) && s.CompareTo(HalfOrder) <= 0;
    }

    private static BigInteger Scalar(ReadOnlySpan<byte> privateKey)
    {
        if (!IsPrivateKey(privateKey))
            throw new ProtocolException("P-256 private key", "32 bytes: a number from 1 to n − 1");
        return new(1, privateKey);
    }

    private static bool IsScalar(BigInteger value) => value.SignValue > 0 && value.CompareTo(Curve.N) < 0;
}
