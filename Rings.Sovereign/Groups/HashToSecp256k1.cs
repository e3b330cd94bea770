using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Sovereign.Groups;

/// <summary>
/// A point of secp256k1 whose logarithm nobody knows, out of bytes: RFC 9380, suite <c>secp256k1_XMD:SHA-256_SSWU_RO_</c>.
/// </summary>
/// <remarks>Takes time by the bytes, which are no secret.</remarks>
internal static class HashToSecp256k1
{
    private const int FieldBytes = 48;
    private const int BlockBytes = 64;

    private static readonly BigInteger P = Hex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F");
    private static readonly BigInteger A = Hex("3F8731ABDD661ADCA08A5558F0F5D272E953D363CB6F0E5D405447C01A444533");
    private static readonly BigInteger B = 1771;
    private static readonly BigInteger Z = P - 11;

    // RFC 9380, appendix E.1: the isogeny of degree 3, lowest power first.
    private static readonly BigInteger[] NumeratorOfX =
    [
        Hex("8E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38DAAAAA8C7"),
        Hex("07D3D4C80BC321D5B9F315CEA7FD44C5D595D2FC0BF63B92DFFF1044F17C6581"),
        Hex("534C328D23F234E6E2A413DECA25CAECE4506144037C40314ECBD0B53D9DD262"),
        Hex("8E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38E38DAAAAA88C"),
    ];

    private static readonly BigInteger[] DenominatorOfX =
    [
        Hex("D35771193D94918A9CA34CCBB7B640DD86CD409542F8487D9FE6B745781EB49B"),
        Hex("EDADC6F64383DC1DF7C4B2D51B54225406D36B641F5E41BBC52A56612A8C6D14"),
        BigInteger.One,
    ];

    private static readonly BigInteger[] NumeratorOfY =
    [
        Hex("4BDA12F684BDA12F684BDA12F684BDA12F684BDA12F684BDA12F684B8E38E23C"),
        Hex("C75E0C32D5CB7C0FA9D0A54B12A0A6D5647AB046D686DA6FDFFC90FC201D71A3"),
        Hex("29A6194691F91A73715209EF6512E576722830A201BE2018A765E85A9ECEE931"),
        Hex("2F684BDA12F684BDA12F684BDA12F684BDA12F684BDA12F684BDA12F38E38D84"),
    ];

    private static readonly BigInteger[] DenominatorOfY =
    [
        Hex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFF93B"),
        Hex("7A06534BB8BDB49FD5E9E6632722C2989467C1BFC8E8D978DFB425D2685C2573"),
        Hex("6484AA716545CA2CF3A70C3FA8FE337E0A3D21162F0D6299A7BF8192BFD2A76F"),
        BigInteger.One,
    ];

    /// <summary>The point.</summary>
    /// <param name="text">What it is for: the suite's domain separation tag, 16 to 255 ASCII characters.</param>
    /// <param name="message">The bytes.</param>
    public static Secp256k1Point Of(string text, ReadOnlySpan<byte> message)
    {
        var wide = Expand(Encoding.ASCII.GetBytes(text), message, 2 * FieldBytes);
        return MapToCurve(FieldOf(wide.AsSpan(0, FieldBytes))) + MapToCurve(FieldOf(wide.AsSpan(FieldBytes)));
    }

    /// <summary>expand_message_xmd of RFC 9380, 5.3.1, with SHA-256.</summary>
    private static byte[] Expand(byte[] text, ReadOnlySpan<byte> message, int length)
    {
        byte[] prime = [.. text, (byte)text.Length];
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)length);
        var first = SHA256.HashData([.. new byte[BlockBytes], .. message, .. size, 0, .. prime]);
        var block = SHA256.HashData([.. first, 1, .. prime]);
        var expanded = new List<byte>(block);
        for (byte number = 2; expanded.Count < length; number++)
        {
            for (var i = 0; i < block.Length; i++) block[i] ^= first[i];
            block = SHA256.HashData([.. block, number, .. prime]);
            expanded.AddRange(block);
        }

        return [.. expanded];
    }

    /// <summary>The map of RFC 9380, 6.6.3, by way of a curve whose A is not 0.</summary>
    private static Secp256k1Point MapToCurve(BigInteger u)
    {
        var square = Z * u * u % P;
        var sum = ((square * square) + square) % P;
        var x = sum.IsZero ? B * Inverse(Z * A) % P : (P - B) * Inverse(A) % P * (BigInteger.One + Inverse(sum)) % P;
        if (RootOf(x) is not { } y)
        {
            x = square * x % P;
            y = RootOf(x) ?? throw new InvalidOperationException("One of both has a root.");
        }

        if (u.IsEven != y.IsEven) y = P - y;
        // A denominator of 0 is met by nobody: it would take 2^250 messages.
        var onX = Value(NumeratorOfX, x) * Inverse(Value(DenominatorOfX, x)) % P;
        var onY = y * Value(NumeratorOfY, x) % P * Inverse(Value(DenominatorOfY, x)) % P;
        byte[] encoded = [(byte)(onY.IsEven ? 2 : 3), .. new byte[Secp256k1Scalar.Bytes]];
        var bytes = onX.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(encoded.AsSpan(encoded.Length - bytes.Length));
        return Secp256k1Point.Read(encoded, "hash");
    }

    /// <summary>A root of x³ + A·x + B; null: there is none.</summary>
    private static BigInteger? RootOf(BigInteger x)
    {
        var value = ((((x * x) + A) * x) + B) % P;
        var root = BigInteger.ModPow(value, (P + 1) / 4, P);
        return root * root % P == value ? root : null;
    }

    private static BigInteger Value(BigInteger[] coefficients, BigInteger at)
    {
        var value = BigInteger.Zero;
        for (var i = coefficients.Length - 1; i >= 0; i--) value = ((value * at) + coefficients[i]) % P;
        return value;
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(value, P - 2, P);

    private static BigInteger FieldOf(ReadOnlySpan<byte> bytes) => new BigInteger(bytes, isUnsigned: true, isBigEndian: true) % P;

    private static BigInteger Hex(string digits) => new(Convert.FromHexString(digits), isUnsigned: true, isBigEndian: true);
}
