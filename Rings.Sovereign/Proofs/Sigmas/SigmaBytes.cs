using System.Buffers.Binary;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>Points, numbers and challenges one behind the other, as moves and answers have them.</summary>
internal static class SigmaBytes
{
    /// <summary>A challenge as a number modulo n.</summary>
    public static Secp256k1Scalar ScalarOf(UInt128 challenge)
    {
        Span<byte> bytes = stackalloc byte[Secp256k1Scalar.Bytes];
        bytes.Clear();
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], challenge);
        return Secp256k1Scalar.Read(bytes, "challenge");
    }

    /// <summary>The 16 bytes of a challenge, or of a part of one.</summary>
    public static byte[] Of(UInt128 challenge)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, challenge);
        return bytes;
    }

    public static byte[] Of(IEnumerable<Secp256k1Point> points) => [.. points.SelectMany(point => point.Encoded.ToArray())];

    public static byte[] Of(IEnumerable<Secp256k1Scalar> numbers) => [.. numbers.SelectMany(number => number.ToByteArray())];

    /// <summary>Reads points, and moves on behind them.</summary>
    /// <exception cref="Rings.Protocol.ProtocolException">One is none, or at infinity.</exception>
    public static Secp256k1Point[] Points(ref ReadOnlySpan<byte> bytes, int count)
    {
        var points = new Secp256k1Point[count];
        for (var i = 0; i < count; i++)
            points[i] = Secp256k1Point.Read(bytes.Slice(i * Secp256k1Point.Bytes, Secp256k1Point.Bytes), "ProofMove.data");
        bytes = bytes[(count * Secp256k1Point.Bytes)..];
        return points;
    }

    /// <summary>Reads numbers, and moves on behind them.</summary>
    /// <exception cref="Rings.Protocol.ProtocolException">One is not below n.</exception>
    public static Secp256k1Scalar[] Scalars(ref ReadOnlySpan<byte> bytes, int count)
    {
        var numbers = new Secp256k1Scalar[count];
        for (var i = 0; i < count; i++)
            numbers[i] = Secp256k1Scalar.Read(bytes.Slice(i * Secp256k1Scalar.Bytes, Secp256k1Scalar.Bytes), "ProofMove.data");
        bytes = bytes[(count * Secp256k1Scalar.Bytes)..];
        return numbers;
    }
}
