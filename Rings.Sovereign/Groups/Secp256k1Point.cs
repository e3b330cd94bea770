using System.Security.Cryptography;
using NBitcoin.Secp256k1;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Sovereign.Groups;

/// <summary>A point of secp256k1. 33 bytes, compressed (SEC 1); the point at infinity has no bytes and is never read.</summary>
/// <remarks>
/// Beside <c>Rings.Protocol.Crypto.Secp256k1</c>, which signs, the only place that calls NBitcoin.Secp256k1. Secrets go only
/// through <see cref="OfSecret"/>, whose tables are blinded once, and <see cref="Times"/>: these take the same time for every
/// number. The sums of a proof for a long list do not: its first move waits for a full second. That is how they are written; nobody has proven it.
/// </remarks>
public sealed class Secp256k1Point : IPrimeGroup<Secp256k1Point, Secp256k1Scalar>
{
    /// <summary>Bytes of a point.</summary>
    public const int Bytes = 33;

    private static readonly Context Curve = BlindedContext();

    private readonly Coordinates _at;
    private byte[]? _encoded;

    private Secp256k1Point(in GE point) =>
        _at = new(point.IsInfinity ? point : new GE(point.x.Normalize(), point.y.Normalize()));

    /// <summary>Whether it is the point at infinity.</summary>
    public bool IsInfinity => _at.Point.IsInfinity;

    /// <summary>Reads 33 bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another form, a coordinate not below p, or no point of the curve.</exception>
    public static Secp256k1Point Read(ReadOnlySpan<byte> source, string field) =>
        source is [2 or 3, ..] and { Length: Bytes } && ECPubKey.TryCreate(source, Curve, out _, out var key)
            ? new(key.Q)
            : throw new ProtocolException(field, "33 bytes: a point of secp256k1, compressed");

    /// <inheritdoc/>
    public static Secp256k1Point OfSecret(Secp256k1Scalar secret) =>
        new(Curve.EcMultGenContext.MultGen(secret.Value).ToGroupElement());

    /// <inheritdoc/>
    public static Secp256k1Point PublicSum(
        ReadOnlySpan<Secp256k1Scalar> numbers, ReadOnlySpan<Secp256k1Point> elements)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, elements.Length);
        // The library skips numbers that are 0 and points at infinity.
        var (factors, points) = (new Scalar[numbers.Length], new GE[numbers.Length]);
        for (var i = 0; i < numbers.Length; i++) (factors[i], points[i]) = (numbers[i].Value, elements[i]._at.Point);
        var sum = new Secp256k1Point(Curve.EcMultContext.MultBatch(factors, points).ToGroupElementVariable());
        Array.Clear(factors);
        return sum;
    }

    /// <summary>The base point times a number, and another point times one. Its time tells something of the numbers.</summary>
    public static Secp256k1Point PublicSum(Secp256k1Scalar ofBase, Secp256k1Scalar number, Secp256k1Point point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return new(Curve.EcMultContext
            .Mult(point._at.Point.ToGroupElementJacobian(), number.Value, ofBase.Value).ToGroupElementVariable());
    }

    /// <summary>The sum of two points. Takes time by the points.</summary>
    public static Secp256k1Point operator +(Secp256k1Point left, Secp256k1Point right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left._at.Point.ToGroupElementJacobian().AddVariable(right._at.Point).ToGroupElementVariable());
    }

    /// <summary>The point times a number that may be secret: the library's way that takes the same time for every number.</summary>
    /// <param name="secret">The number; of 0 the time differs.</param>
    public Secp256k1Point Times(Secp256k1Scalar secret) => secret.IsZero || IsInfinity
        ? new(GE.Infinity)
        : new(_at.Point.MultConst(secret.Value, Secp256k1Scalar.Bytes * 8).ToGroupElement());

    /// <summary>The 33 bytes.</summary>
    /// <exception cref="InvalidOperationException">The point at infinity has none.</exception>
    public ReadOnlySpan<byte> Encoded => _encoded ??= Encode(compressed: true);

    /// <summary>65 bytes: 4, x, y.</summary>
    /// <exception cref="InvalidOperationException">The point at infinity has none.</exception>
    public byte[] ToUncompressed() => Encode(compressed: false);

    /// <summary>Whether it is the public key of a Did, of an Ethereum or a Bitcoin kind (the latter in either form).</summary>
    /// <exception cref="InvalidOperationException">The point at infinity is no key.</exception>
    public bool IsKeyOf(Did owner)
    {
        var plain = ToUncompressed();
        return owner == AccountDid.OfEthereum(plain) || owner == AccountDid.OfBitcoin(Encoded)
            || owner == AccountDid.OfBitcoin(plain);
    }

    /// <inheritdoc/>
    public bool Equals(Secp256k1Point? other) =>
        other is not null && (IsInfinity || other.IsInfinity
            ? IsInfinity == other.IsInfinity
            : Encoded.SequenceEqual(other.Encoded));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secp256k1Point);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (IsInfinity) return 0;
        var hash = default(HashCode);
        hash.AddBytes(Encoded);
        return hash.ToHashCode();
    }

    /// <summary>66 hex digits.</summary>
    public override string ToString() => IsInfinity ? "infinity" : Convert.ToHexStringLower(Encoded);

    private byte[] Encode(bool compressed) => IsInfinity
        ? throw new InvalidOperationException("The point at infinity has no bytes.")
        : new ECPubKey(_at.Point, Curve).ToBytes(compressed);

    /// <summary>Tables of our own: blinding those that the process shares would change them under another's signature.</summary>
    private static Context BlindedContext()
    {
        var generator = new ECMultGenContext();
        generator.Blind(RandomNumberGenerator.GetBytes(Secp256k1Scalar.Bytes));
        return new(ECMultContext.Instance, generator);
    }

    // An object of its own: a node without secrets would load the library to know how large a point is.
    private sealed class Coordinates(in GE point)
    {
        public readonly GE Point = point;
    }
}
