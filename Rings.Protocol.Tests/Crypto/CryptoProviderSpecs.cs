using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>A provider that replaces the platform's cryptography gives the same bytes and refuses the same.</summary>
public sealed class CryptoProviderSpecs
{
    private static readonly ICryptoProvider Other = ManagedCrypto.Instance;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Keys_and_signatures_of_Ed25519_are_the_same(int number)
    {
        var (seed, data) = (Drawn(number, 32), Drawn(number + 100, 200));
        using var own = Ed25519PrivateKey.FromSeed(seed);
        using var others = Ed25519PrivateKey.FromSeed(seed, Other);
        var (first, second) = (new byte[64], new byte[64]);

        own.Sign(data, first);
        others.Sign(data, second);

        Assert.Equal(own.PublicKey, others.PublicKey);
        Assert.Equal(first, second);
        Assert.Equal(seed, others.ExportSeed());
        Assert.True(others.PublicKey.Verify(data, first));
        second[9] ^= 1;
        Assert.False(others.PublicKey.Verify(data, second));
        Assert.False(others.PublicKey.Verify(data, second.AsSpan(1)));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("01")]
    public void A_key_that_forces_the_secret_agrees_with_nobody(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Equal(Agrees(bytes, null), Agrees(bytes, Other));
        Assert.False(Agrees(bytes, Other));
        Assert.False(Ed25519PublicKey.TryRead(bytes, Other, out _) && !Ed25519PublicKey.TryRead(bytes, null, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Agreed_secrets_are_the_same(int number)
    {
        using var own = X25519PrivateKey.FromBytes(Drawn(number, 32));
        using var others = X25519PrivateKey.FromBytes(Drawn(number, 32), Other);
        using var peer = X25519PrivateKey.FromBytes(Drawn(number + 9, 32), Other);
        var (first, second) = (new byte[32], new byte[32]);

        Assert.Equal(own.PublicKey.ToString(), others.PublicKey.ToString());
        Assert.True(own.TryAgree(X25519PublicKey.Read(peer.PublicKey.Span), first));
        Assert.True(peer.TryAgree(others.PublicKey, second));
        Assert.Equal(first, second);
        Assert.Equal(Drawn(number, 32), others.Export());
    }

    [Theory]
    [InlineData(AeadSuite.Aes256Gcm, 0)]
    [InlineData(AeadSuite.Aes256Gcm, 1000)]
    [InlineData(AeadSuite.ChaCha20Poly1305, 0)]
    [InlineData(AeadSuite.ChaCha20Poly1305, 1000)]
    public void Sealed_text_is_the_same_and_opens_at_the_other(AeadSuite suite, int length)
    {
        using var own = new AeadKey(suite, Drawn(1, 32));
        using var others = new AeadKey(suite, Drawn(1, 32), Other);
        var (nonce, text, beside) = (Drawn(2, 12), Drawn(3, length), Drawn(4, 20));
        var (first, second) = (new byte[length + 16], new byte[length + 16]);
        var (opened, refused) = (new byte[length], Drawn(5, length));

        own.Seal(nonce, text, beside, first);
        others.Seal(nonce, text, beside, second);

        Assert.Equal(first, second);
        Assert.True(others.TryOpen(nonce, first, beside, opened));
        Assert.Equal(text, opened);
        first[0] ^= 1;
        Assert.False(others.TryOpen(nonce, first, beside, refused));
        Assert.All(refused, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_cipher_that_the_platform_does_not_have_is_refused() =>
        Assert.Throws<ProtocolException>(() => new AeadKey((AeadSuite)9, new byte[32], Other));

    [Fact]
    public void Signatures_of_P256_are_judged_alike()
    {
        var (key, data) = (Drawn(7, 32), Drawn(8, 100));
        var signature = P256.Sign(key, data);
        var point = EcPoints.Decode(
            Org.BouncyCastle.Crypto.EC.CustomNamedCurves.GetByName("P-256").Curve, P256.PublicKey(key))!;

        Assert.True(P256.VerifiedInManagedCode(point, data, signature));
        signature[40] ^= 1;
        Assert.False(P256.VerifiedInManagedCode(point, data, signature));
    }

    [Fact]
    public void A_provider_is_named_before_the_first_key_or_not_at_all()
    {
        using var key = Ed25519PrivateKey.FromSeed(Drawn(1, 32));

        Assert.Throws<InvalidOperationException>(() => CryptoProvider.Use(Other));
    }

    private static bool Agrees(byte[] peer, ICryptoProvider? provider)
    {
        using var key = X25519PrivateKey.FromBytes(Drawn(1, 32), provider);
        return X25519PublicKey.TryRead(peer, provider, out var read) && key.TryAgree(read, new byte[32]);
    }

    private static byte[] Drawn(int seed, int length)
    {
        var bytes = new byte[length];
        for (var place = 0; place < length; place++) bytes[place] = (byte)((seed * 31) + (place * 7) + (place >> 3));
        return bytes;
    }
}
