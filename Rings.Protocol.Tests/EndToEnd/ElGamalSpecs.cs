using CsCheck;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class ElGamalSpecs
{
    private static readonly byte[] PrivateKey = TestAccounts.Seed(9);
    private static readonly byte[] PublicKey = Secp256k1.PublicKey(PrivateKey, compressed: true);

    private readonly Random _random = new(1);

    [Fact]
    public void A_number_comes_out_as_it_went_in() => Gen.Int[0, 500].Sample(number =>
    {
        var ciphertext = ElGamal.EncryptNumber(PublicKey, number, new Random(number).NextBytes);

        Assert.True(
            ElGamal.TryDecryptNumber(PrivateKey, ElGamalCiphertext.Read(ciphertext.ToByteArray()), 500, out var back));
        Assert.Equal(number, back);
    }, iter: 20);

    [Fact]
    public void Sums_of_ciphertexts_are_ciphertexts_of_sums() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300]).Sample((a, b) =>
    {
        var random = new Random(a);
        var sum = ElGamal.Add(
            ElGamal.EncryptNumber(PublicKey, a, random.NextBytes),
            ElGamal.EncryptNumber(PublicKey, b, random.NextBytes));

        Assert.True(ElGamal.TryDecryptNumber(PrivateKey, sum, 600, out var back));
        Assert.Equal(a + b, back);
    }, iter: 20);

    [Fact]
    public void A_freshened_ciphertext_looks_different_and_says_the_same()
    {
        var first = ElGamal.EncryptNumber(PublicKey, 42, _random.NextBytes);

        var second = ElGamal.Freshen(PublicKey, first, _random.NextBytes);

        Assert.NotEqual(first.ToByteArray(), second.ToByteArray());
        Assert.True(ElGamal.TryDecryptNumber(PrivateKey, second, 100, out var number));
        Assert.Equal(42, number);
    }

    [Fact]
    public void A_point_comes_out_as_it_went_in()
    {
        var point = Secp256k1.PublicKey(TestAccounts.Seed(77), compressed: true);

        var ciphertext = ElGamal.EncryptPoint(PublicKey, point, _random.NextBytes);

        Assert.Equal(point, ElGamal.DecryptPoint(PrivateKey, ciphertext));
        Assert.NotEqual(point, ElGamal.DecryptPoint(TestAccounts.Seed(10), ciphertext));
    }

    [Fact]
    public void What_is_out_of_range_is_refused_in_words()
    {
        Assert.Throws<ProtocolException>(() => ElGamal.EncryptNumber(PublicKey, -1, _random.NextBytes));
        Assert.Throws<ProtocolException>(() => ElGamal.EncryptNumber([0], 1, _random.NextBytes));
        Assert.Throws<ProtocolException>(() =>
            ElGamal.EncryptNumber(PublicKey, ElGamal.MaxNumber + 1, _random.NextBytes));
        Assert.Throws<ProtocolException>(() => ElGamalCiphertext.Read(new byte[66]));
        Assert.Throws<ProtocolException>(() => ElGamalCiphertext.Read([1]));
        Assert.False(ElGamal.TryDecryptNumber(
            PrivateKey, ElGamal.EncryptNumber(PublicKey, 50, _random.NextBytes), 49, out _));
    }

    [Fact]
    public void The_first_and_the_last_number_and_the_last_that_is_tried_count()
    {
        var zero = ElGamal.EncryptNumber(PublicKey, 0, _random.NextBytes);

        Assert.Equal([0], ElGamal.DecryptPoint(PrivateKey, zero));
        Assert.True(ElGamal.TryDecryptNumber(PrivateKey, zero, 0, out var number));
        Assert.Equal(0, number);
        Assert.True(ElGamal.TryDecryptNumber(
            PrivateKey, ElGamal.EncryptNumber(PublicKey, 50, _random.NextBytes), 50, out _));
        Assert.NotNull(ElGamal.EncryptNumber(PublicKey, ElGamal.MaxNumber, _random.NextBytes));
    }

    [Fact]
    public void The_point_at_infinity_is_one_zero_byte_and_no_ciphertext_holds_it()
    {
        Assert.Equal([0], ElGamal.DecryptPoint(PrivateKey, ElGamal.EncryptPoint(PublicKey, [0], _random.NextBytes)));
        Assert.Throws<ProtocolException>(() => ElGamal.EncryptPoint(PublicKey, [1], _random.NextBytes));
        Assert.Throws<ProtocolException>(() => ElGamal.DecryptPoint(new byte[32], ElGamalCiphertext.Read(Some())));
        foreach (var negated in new int[][] { [0], [33], [0, 33] })
        {
            var (one, other) = (Some(), Some());
            foreach (var sign in negated) other[sign] ^= 1; // 2 and 3: a point and its negative.
            var sum = ElGamal.Add(ElGamalCiphertext.Read(one), ElGamalCiphertext.Read(other));

            Assert.Throws<InvalidOperationException>(() => sum.ToByteArray());
        }
    }

    private static byte[] Some() => ElGamal.EncryptNumber(PublicKey, 7, new Random(3).NextBytes).ToByteArray();
}
