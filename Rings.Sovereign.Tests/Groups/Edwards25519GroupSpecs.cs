using CsCheck;
using Rings.Protocol;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Tests.Groups;

/// <summary>The laws of a group of prime order, and what is none of its points.</summary>
public sealed class Edwards25519GroupSpecs
{
    private const string Order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    private static readonly Edwards25519Point Base = Edwards25519Point.OfSecret(Edwards25519Scalar.One);

    private static Gen<Edwards25519Scalar> Number { get; } =
        Gen.Byte.Array[Edwards25519Scalar.WideBytes].Select(bytes => Edwards25519Scalar.Reduce(bytes));

    public static TheoryData<string> NoPoints =>
    [
        "0100000000000000000000000000000000000000000000000000000000000000", // the identity
        "0100000000000000000000000000000000000000000000000000000000000080", // the identity, in another form
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
        "0000000000000000000000000000000000000000000000000000000000000000", // order 4
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y not below p
        "0200000000000000000000000000000000000000000000000000000000000000", // not on the curve
        "58666666666666666666666666666666666666666666666666666666666666", // 31 bytes
        "",
    ];

    [Fact]
    public void Sums_of_numbers_are_sums_of_points() => Gen.Select(Number, Number).Sample((left, right) =>
        (Edwards25519Point.OfSecret(left) + Edwards25519Point.OfSecret(right)).Equals(Edwards25519Point.OfSecret(left + right)), iter: 50);

    [Fact]
    public void Products_do_as_well() => Gen.Select(Number, Number).Sample((left, right) =>
        (Edwards25519Point.OfSecret(left) * right).Equals(Edwards25519Point.OfSecret(left * right))
        && Edwards25519Point.PublicSum([left, right], [Base, Base]).Equals(Edwards25519Point.OfSecret(left + right)), iter: 50);

    [Fact]
    public void Numbers_are_a_field() => Gen.Select(Number, Number, Number).Sample((a, b, c) =>
        a * (b + c) == (a * b) + (a * c) && a + -a == Edwards25519Scalar.Zero
        && (a.IsZero || a * a.Inverse() == Edwards25519Scalar.One)
        && Edwards25519Scalar.Read(a.ToByteArray(), "a") == a, iter: 200);

    [Fact]
    public void Zero_and_the_identity_are_what_they_are()
    {
        var identity = Edwards25519Point.OfSecret(Edwards25519Scalar.Zero);

        Assert.True(identity.IsIdentity);
        Assert.Equal(Base, Base + identity);
        Assert.Equal(Base, identity + Base);
        Assert.True((Base * Edwards25519Scalar.Zero).IsIdentity);
        Assert.True((identity * Edwards25519Scalar.Of(7)).IsIdentity);
        Assert.True((Base + Edwards25519Point.OfSecret(-Edwards25519Scalar.One)).IsIdentity);
        Assert.Equal(Edwards25519Scalar.Zero, Edwards25519Scalar.Zero.Inverse());
    }

    [Theory]
    [MemberData(nameof(NoPoints))]
    public void What_is_no_point_of_prime_order_is_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => Edwards25519Point.Read(Convert.FromHexString(hex), "point"));

    [Fact]
    public void A_point_of_mixed_order_is_refused()
    {
        var mixed = new byte[Edwards25519Point.Bytes];
        // A good point and one of order 8: libsodium adds them without a word.
        Assert.Equal(0, Sodium.Add(mixed, Base.Encoded, Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")));

        Assert.Throws<ProtocolException>(() => Edwards25519Point.Read(mixed, "point"));
    }

    [Theory]
    [InlineData(Order)]
    [InlineData("eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("01")]
    public void A_number_that_is_not_below_the_order_is_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => Edwards25519Scalar.Read(Convert.FromHexString(hex), "number"));
}
