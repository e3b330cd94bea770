using Org.BouncyCastle.Math.EC;

namespace Rings.Protocol.Crypto;

/// <summary>Decodes points of the short Weierstrass curves.</summary>
internal static class EcPoints
{
    /// <summary>
    /// Whether bytes have the form of a point in SEC 1: compressed (33) or plain (65). The hybrid forms 6 and 7, which
    /// libraries take, are none here.
    /// </summary>
    public static bool IsEncoded(ReadOnlySpan<byte> encoded) =>
        encoded is ([2 or 3, ..] and { Length: 33 }) or ([4, ..] and { Length: 65 });

    /// <summary>
    /// A point from SEC 1 bytes, compressed (33) or plain (65); null for other forms, coordinates not below the
    /// field's prime, points off the curve and the point at infinity.
    /// </summary>
    public static ECPoint? Decode(ECCurve curve, ReadOnlySpan<byte> encoded)
    {
        if (!IsEncoded(encoded)) return null;
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
