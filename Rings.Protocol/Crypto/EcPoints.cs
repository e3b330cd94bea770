using Org.BouncyCastle.Math.EC;

namespace Rings.Protocol.Crypto;

/// <summary>Decodes points of the short Weierstrass curves.</summary>
internal static class EcPoints
{
    /// <summary>
    /// A point from SEC 1 bytes, compressed (33) or plain (65); null for other forms, coordinates not below the
    /// field's prime, points off the curve and the point at infinity.
    /// </summary>
    public static ECPoint? Decode(ECCurve curve, ReadOnlySpan<byte> encoded)
    {
        if (encoded is not ([2 or 3, ..] and { Length: 33 }) && encoded is not ([4,
            ..] and { Length: 65 })) return null;
        try
        {
            return curve.DecodePoint(encoded);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
