using System.Numerics;

namespace Rings.Vectors;

/// <summary>
/// A point of edwards25519 (RFC 8032, section 5.1), by the formulas and without haste: for vectors that a library which
/// does everything right does not make.
/// </summary>
internal readonly record struct EdwardsPoint(BigInteger X, BigInteger Y)
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger D =
        Mod(-121665 * BigInteger.ModPow(121666, P - 2, P));

    /// <summary>The order of the base point.</summary>
    public static BigInteger Order { get; } =
        BigInteger.Pow(2, 252) + BigInteger.Parse(
            "27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The neutral element, of order 1.</summary>
    public static EdwardsPoint Zero { get; } = new(0, 1);

    /// <summary>The base point.</summary>
    public static EdwardsPoint Base { get; } =
        Decode(Convert.FromHexString("5866666666666666666666666666666666666666666666666666666666666666"));

    /// <summary>A point of order 8.</summary>
    public static EdwardsPoint Torsion { get; } =
        Decode(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));

    public static EdwardsPoint operator +(EdwardsPoint a, EdwardsPoint b)
    {
        var product = Mod(D * a.X * b.X * a.Y * b.Y);
        return new(
            Mod(((a.X * b.Y) + (b.X * a.Y)) * Inverse(1 + product)),
            Mod(((a.Y * b.Y) + (a.X * b.X)) * Inverse(1 - product)));
    }

    public static EdwardsPoint operator *(BigInteger factor, EdwardsPoint point)
    {
        var sum = Zero;
        for (var bits = factor; bits > 0; bits >>= 1)
        {
            if (!bits.IsEven) sum += point;
            point += point;
        }

        return sum;
    }

    /// <summary>32 bytes: y, little-endian, with the lowest bit of x above it.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[32];
        Y.TryWriteBytes(bytes, out _, isUnsigned: true);
        if (!X.IsEven) bytes[31] |= 0x80;
        return bytes;
    }

    /// <summary>A scalar of little-endian bytes, modulo <see cref="Order"/>.</summary>
    public static BigInteger Scalar(ReadOnlySpan<byte> bytes) => new BigInteger(bytes, isUnsigned: true) % Order;

    private static EdwardsPoint Decode(byte[] bytes)
    {
        var isOdd = bytes[31] >> 7 == 1;
        bytes[31] &= 0x7f;
        var y = new BigInteger(bytes, isUnsigned: true);
        var square = Mod(((y * y) - 1) * Inverse((D * y * y) + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x) != square) x = Mod(x * BigInteger.ModPow(2, (P - 1) / 4, P));
        return new(x.IsEven == isOdd ? Mod(-x) : x, y);
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;
}
