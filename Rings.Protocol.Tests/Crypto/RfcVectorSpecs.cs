using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

public class RfcVectorSpecs
{
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Rfc_8032_7_1_Ed25519(string seed, string publicKey, string message, string signature)
    {
        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(seed));
        var made = new byte[64];
        key.Sign(Convert.FromHexString(message), made);

        Assert.Equal(publicKey, key.PublicKey.ToString());
        Assert.Equal(signature, Convert.ToHexStringLower(made));
        Assert.True(key.PublicKey.Verify(Convert.FromHexString(message), made));
    }

    [Fact]
    public void Rfc_7748_6_1_X25519()
    {
        using var alice = X25519PrivateKey.FromBytes(
            Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        using var bob = X25519PrivateKey.FromBytes(
            Convert.FromHexString("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        var secret = new byte[32];

        Assert.Equal("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", alice.PublicKey.ToString());
        Assert.Equal("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", bob.PublicKey.ToString());
        foreach (var (own, peer) in new[] { (alice, bob), (bob, alice) })
        {
            Assert.True(own.TryAgree(peer.PublicKey, secret));
            Assert.Equal(
                "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
                Convert.ToHexStringLower(secret));
        }
    }

    [Fact]
    public void Rfc_5869_A_1_Hkdf()
    {
        var output = new byte[42];
        KeyDerivation.Hkdf(
            Convert.FromHexString("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
            Convert.FromHexString("000102030405060708090a0b0c"), Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9"), output);

        Assert.Equal(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
            Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Rfc_5869_A_3_Hkdf_without_salt_and_info()
    {
        var output = new byte[42];
        KeyDerivation.Hkdf(
            Convert.FromHexString("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), [], [], output);

        Assert.Equal(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
            Convert.ToHexStringLower(output));
    }

    /// <summary>The RFC's s lies in the upper half; ours is n less it.</summary>
    [Fact]
    public void Rfc_6979_A_2_5_P256_with_s_brought_into_the_lower_half()
    {
        var secret = Convert.FromHexString("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
        var expected = Convert.FromHexString(
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
        P256.LowerS(expected);

        var signature = P256.Sign(secret, "sample"u8);

        Assert.Equal(expected, signature);
        Assert.True(P256.Verify(P256.PublicKey(secret), "sample"u8, signature));
    }

    /// <summary>Key 1, SHA-256 of "Satoshi Nakamoto": the vector that secp256k1 libraries share for RFC 6979.</summary>
    [Fact]
    public void Rfc_6979_on_secp256k1()
    {
        var signature = new byte[64];
        Secp256k1.Sign([.. new byte[31], 1], Hash.Sha256("Satoshi Nakamoto"u8), signature);

        Assert.Equal(
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
            + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
            Convert.ToHexStringLower(signature));
    }

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Keccak_256(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Hash.Keccak256(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("", "9c1185a5c5e9fc54612808977ee8f548b2258d31")]
    [InlineData("abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")]
    public void Ripemd_160(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Hash.Ripemd160(Encoding.UTF8.GetBytes(text))));
}
