using System.Security.Cryptography;
using Rings.Protocol;

namespace Rings.Sovereign.Groups;

/// <summary>
/// A point of the group of prime order of edwards25519: 32 bytes as RFC 8032 writes them. The identity is never read.
/// </summary>
/// <remarks>
/// Every point that arrives goes through <see cref="Read"/>: a point of small or mixed order is none of this group, and a sum
/// with it would be a signature that some verifiers take and others refuse.
/// </remarks>
public sealed class Edwards25519Point : IPrimeGroup<Edwards25519Point, Edwards25519Scalar>
{
    /// <summary>Bytes of a point.</summary>
    public const int Bytes = 32;

    private static readonly Edwards25519Point Identity = new([1, .. new byte[Bytes - 1]]);

    private readonly byte[] _bytes;

    private Edwards25519Point(byte[] bytes) => _bytes = bytes;

    /// <summary>Whether it is the identity.</summary>
    public bool IsIdentity => _bytes.AsSpan().SequenceEqual(Identity._bytes);

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Encoded => _bytes;

    /// <summary>Reads 32 bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">
    /// Another length or form, no point of the curve, the identity, or a point of small or mixed order.
    /// </exception>
    public static Edwards25519Point Read(ReadOnlySpan<byte> source, string field) =>
        source.Length == Bytes && Sodium.IsValidPoint(source) == 1
            ? new(source.ToArray())
            : throw new ProtocolException(field, "32 bytes: a point of edwards25519 of prime order");

    /// <inheritdoc/>
    public static Edwards25519Point OfSecret(Edwards25519Scalar secret)
    {
        if (secret.IsZero) return Identity;
        var product = new byte[Bytes];
        Span<byte> number = stackalloc byte[Edwards25519Scalar.Bytes];
        secret.Write(number);
        Require(Sodium.MultiplyBase(product, number));
        CryptographicOperations.ZeroMemory(number);
        return new(product);
    }

    /// <inheritdoc/>
    public static Edwards25519Point PublicSum(
        ReadOnlySpan<Edwards25519Scalar> numbers, ReadOnlySpan<Edwards25519Point> elements)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, elements.Length);
        var sum = Identity;
        for (var i = 0; i < numbers.Length; i++) sum += elements[i] * numbers[i];
        return sum;
    }

    /// <summary>The sum.</summary>
    public static Edwards25519Point operator +(Edwards25519Point left, Edwards25519Point right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.IsIdentity) return right;
        if (right.IsIdentity) return left;
        var sum = new byte[Bytes];
        Require(Sodium.Add(sum, left._bytes, right._bytes));
        return new(sum);
    }

    /// <summary>The point times a number.</summary>
    public static Edwards25519Point operator *(Edwards25519Point point, Edwards25519Scalar number)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (point.IsIdentity || number.IsZero) return Identity;
        if (number == Edwards25519Scalar.One) return point;
        var product = new byte[Bytes];
        Span<byte> bytes = stackalloc byte[Edwards25519Scalar.Bytes];
        number.Write(bytes);
        Require(Sodium.Multiply(product, bytes, point._bytes));
        return new(product);
    }

    /// <inheritdoc/>
    public bool Equals(Edwards25519Point? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Edwards25519Point);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_bytes, 8);

    /// <summary>64 hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);

    /// <summary>All points here are of prime order and no number is 0: libsodium has nothing to refuse.</summary>
    private static void Require(int answer)
    {
        if (answer != 0) throw new InvalidOperationException("libsodium refused a point of prime order.");
    }
}
