using Org.BouncyCastle.Math.EC;

namespace Rings.Protocol.EndToEnd;

/// <summary>A ciphertext of <see cref="ElGamal"/>: two points of secp256k1.</summary>
internal sealed class ElGamalCiphertext
{
    private const int PointBytes = 33;

    internal ElGamalCiphertext(ECPoint hint, ECPoint masked) => (Hint, Masked) = (hint, masked);

    internal ECPoint Hint { get; }

    internal ECPoint Masked { get; }

    /// <summary>Reads two compressed points, 66 bytes.</summary>
    /// <exception cref="ProtocolException">Another length, or not points of the curve.</exception>
    public static ElGamalCiphertext Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 2 * PointBytes) throw new ProtocolException("ElGamal ciphertext", "66 bytes");
        return new(
            ElGamal.Decode(bytes[..PointBytes], "ElGamal ciphertext"),
            ElGamal.Decode(bytes[PointBytes..], "ElGamal ciphertext"));
    }

    /// <summary>Two compressed points, 66 bytes.</summary>
    /// <exception cref="InvalidOperationException">
    /// One of them is the point at infinity, which has no such form; chance makes none, only crafted sums do.
    /// </exception>
    public byte[] ToByteArray() => Hint.IsInfinity || Masked.IsInfinity
        ? throw new InvalidOperationException("The point at infinity has no compressed form.")
        : [.. Hint.GetEncoded(compressed: true), .. Masked.GetEncoded(compressed: true)];
}
