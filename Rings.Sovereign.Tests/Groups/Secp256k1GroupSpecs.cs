using CsCheck;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Tests.Groups;

public sealed class Secp256k1GroupSpecs
{
    private static readonly Gen<Secp256k1Scalar> Scalars =
        Gen.Byte.Array[Secp256k1Scalar.WideBytes].Select(bytes => Secp256k1Scalar.Reduce(bytes));

    [Fact]
    public void Numbers_obey_the_laws_of_a_field() => Gen.Select(Scalars, Scalars, Scalars).Sample((a, b, c) =>
    {
        Assert.Equal(a + b, b + a);
        Assert.Equal(a * b, b * a);
        Assert.Equal((a + b) + c, a + (b + c));
        Assert.Equal((a * b) * c, a * (b * c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(Secp256k1Scalar.Zero, a + -a);
        Assert.Equal(Secp256k1Scalar.One, a * a.Inverse());
        Assert.Equal(a, Secp256k1Scalar.Read(a.ToByteArray(), "a"));
    }, iter: 50);

    [Fact]
    public void Points_obey_the_laws_of_a_group() => Gen.Select(Scalars, Scalars).Sample((a, b) =>
    {
        var (left, right) = (Secp256k1Point.OfSecret(a), Secp256k1Point.OfSecret(b));
        Assert.Equal(
            Secp256k1Point.OfSecret(a + b),
            Secp256k1Point.PublicSum([Secp256k1Scalar.One, Secp256k1Scalar.One], [left, right]));
        Assert.Equal(Secp256k1Point.OfSecret(a * b), Secp256k1Point.PublicSum([b], [left]));
        Assert.Equal(Secp256k1Point.OfSecret(a + (b * a)), Secp256k1Point.PublicSum(a, b, left));
        Assert.True(Secp256k1Point.PublicSum([Secp256k1Scalar.One, -Secp256k1Scalar.One], [left, left]).IsInfinity);
        Assert.Equal(left, Secp256k1Point.Read(left.Encoded, "left"));
    }, iter: 20);

    [Fact]
    public void A_point_is_the_public_key_that_the_protocol_derives()
    {
        var secret = new SeededBytes(3).Next(32);

        var point = Secp256k1Point.OfSecret(Secp256k1Scalar.Read(secret, "secret"));

        Assert.Equal(Secp256k1.PublicKey(secret, compressed: true), point.Encoded);
        Assert.Equal(Secp256k1.PublicKey(secret, compressed: false), point.ToUncompressed());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("020000000000000000000000000000000000000000000000000000000000000005")] // not on the curve
    [InlineData("02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30")] // x above p
    [InlineData("0579be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")] // another form
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000")]
    public void Bytes_that_are_no_point_are_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => Secp256k1Point.Read(Convert.FromHexString(hex), "point"));

    [Theory]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")] // n
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("01")]
    public void Bytes_that_are_no_number_below_n_are_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => Secp256k1Scalar.Read(Convert.FromHexString(hex), "number"));

    [Fact]
    public void A_wide_number_is_taken_modulo_n()
    {
        var wide = new byte[Secp256k1Scalar.WideBytes];
        // n + 5.
        Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364146").CopyTo(wide, 16);

        Assert.Equal(Secp256k1Scalar.Of(5), Secp256k1Scalar.Reduce(wide));
    }
}
