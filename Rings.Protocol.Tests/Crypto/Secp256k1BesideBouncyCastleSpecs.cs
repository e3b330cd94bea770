using System.Globalization;
using Rings.Protocol.Crypto;
using Xunit.Abstractions;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>
/// Two libraries about one curve: NBitcoin.Secp256k1, which the product calls, and BouncyCastle, which it called
/// before. RINGS_SECOND_OPINION sets how many keys (2,000 unless it does).
/// </summary>
public class Secp256k1BesideBouncyCastleSpecs(ITestOutputHelper output)
{
    private static readonly int Keys = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_SECOND_OPINION") ?? "2000", CultureInfo.InvariantCulture);

    [Fact]
    public void Both_agree_on_keys_signatures_and_recoveries_of_random_keys()
    {
        var random = Seeded(out var seed);
        var (secret, hash, made, before) = (new byte[32], new byte[32], new byte[64], new byte[64]);
        for (var i = 0; i < Keys; i++)
        {
            NextKey(random, secret, zeros: i % 16 == 0 ? random.Next(1, 32) : 0);
            random.NextBytes(hash);
            var compressed = i % 2 == 0;
            var key = Secp256k1.PublicKey(secret, compressed);
            Assert.Equal(BouncyCastleSecp256k1.PublicKey(secret, compressed), key);

            var id = Secp256k1.Sign(secret, hash, made);
            Assert.Equal(BouncyCastleSecp256k1.Sign(secret, hash, before), id);
            Assert.True(before.AsSpan().SequenceEqual(made), $"seed {seed}, key {Convert.ToHexString(secret)}");
            Assert.Equal(key, Secp256k1.Recover(hash, made, id, compressed));
            Assert.True(KnownKey.Signed(key, hash, made));
            Assert.True(BouncyCastleSecp256k1.Verify(key, hash, made));
        }

        output.WriteLine($"{Keys} keys, seed {seed}");
    }

    [Fact]
    public void Both_give_one_verdict_on_signatures_with_a_changed_byte()
    {
        var random = Seeded(out var seed);
        var (secret, hash, made) = (new byte[32], new byte[32], new byte[64]);
        for (var i = 0; i < Keys; i++)
        {
            NextKey(random, secret, zeros: 0);
            random.NextBytes(hash);
            var id = Secp256k1.Sign(secret, hash, made);
            var key = Secp256k1.PublicKey(secret, compressed: true);
            made[random.Next(64)] ^= (byte)(1 << random.Next(8));
            var other = random.Next(-1, 5);

            Assert.False(KnownKey.Signed(key, hash, made), $"seed {seed}");
            Assert.Equal(BouncyCastleSecp256k1.Recover(hash, made, id, true), Secp256k1.Recover(hash, made, id, true));
            Assert.Equal(
                BouncyCastleSecp256k1.Recover(hash, made, other, false), Secp256k1.Recover(hash, made, other, false));
        }
    }

    /// <summary>
    /// Recovery ids 2 and 3 say that the nonce point's x is r + n, which fits below p for the smallest r only.
    /// </summary>
    [Fact]
    public void Both_agree_where_the_nonce_point_lies_beyond_n()
    {
        var random = Seeded(out var seed);
        var (hash, signature, found) = (new byte[32], new byte[64], 0);
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(hash);
            random.NextBytes(signature);
            signature.AsSpan(0, i % 2 == 0 ? 15 : 16).Clear();
            signature[15] &= 1;
            signature[32] &= 0x7f;
            for (var id = 0; id < 4; id++)
            {
                var expected = BouncyCastleSecp256k1.Recover(hash, signature, id, compressed: true);
                Assert.True(
                    (expected ?? []).AsSpan().SequenceEqual(Secp256k1.Recover(hash, signature, id, true)),
                    $"seed {seed}, id {id}, {Convert.ToHexString(signature)}");
                if (id > 1 && expected is not null) found++;
            }
        }

        Assert.True(found > 100, $"seed {seed}: {found} keys beyond n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000001")]
    public void What_is_no_private_key_is_refused_by_name(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.False(Secp256k1.IsPrivateKey(bytes));
        Assert.Throws<ProtocolException>(() => Secp256k1.PublicKey(bytes, true));
        Assert.Throws<ProtocolException>(() => Secp256k1.Sign(bytes, new byte[32], new byte[64]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void What_is_no_hash_is_neither_signed_nor_verified(int length)
    {
        byte[] secret = [.. new byte[31], 1];
        var key = Secp256k1.PublicKey(secret, true);
        var signature = new byte[64];
        Secp256k1.Sign(secret, new byte[32], signature);

        Assert.Throws<ProtocolException>(() => Secp256k1.Sign(secret, new byte[length], new byte[64]));
        Assert.False(KnownKey.Signed(key, new byte[length], signature));
        Assert.Null(Secp256k1.Recover(new byte[length], signature, 0, true));
    }

    /// <summary>The library reads these; SEC 1 has them, the protocol does not.</summary>
    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Keys_in_hybrid_form_verify_nothing(byte form)
    {
        byte[] secret = [.. new byte[31], 1];
        var key = Secp256k1.PublicKey(secret, compressed: false);
        var signature = new byte[64];
        Secp256k1.Sign(secret, new byte[32], signature);
        Assert.True(KnownKey.Signed(key, new byte[32], signature));

        key[0] = form;

        Assert.False(KnownKey.Signed(key, new byte[32], signature));
    }

    private static Random Seeded(out int seed)
    {
        seed = Environment.TickCount;
        return new(seed);
    }

    private static void NextKey(Random random, byte[] secret, int zeros)
    {
        do
        {
            random.NextBytes(secret);
            secret.AsSpan(0, zeros).Clear();
        }
        while (!Secp256k1.IsPrivateKey(secret));
    }
}
