using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class AccountKeySpecs
{
    private const string K1Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private const string R1Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    public static TheoryData<AccountKind> Kinds => TestAccounts.TextKinds;

    [Theory, MemberData(nameof(Kinds))]
    public void What_an_account_signs_verifies_for_it_alone(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        using var other = TestAccounts.Account(kind, 2);
        var signature = account.Sign("text");
        var key = account.CarriedPublicKey.Span;

        Assert.True(AccountSignature.Verify(kind, account.Did, key, "text", signature));
        Assert.False(AccountSignature.Verify(kind, account.Did, key, "texu", signature));
        Assert.False(AccountSignature.Verify(kind, other.Did, key, "text", signature));
        Assert.False(AccountSignature.Verify(kind, other.Did, other.CarriedPublicKey.Span, "text", signature));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_signature_of_one_kind_is_none_of_another(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var signature = account.Sign("text");
        foreach (var other in Enum.GetValues<AccountKind>().Where(k => k != kind))
            Assert.False(AccountSignature.Verify(other, account.Did, account.CarriedPublicKey.Span, "text", signature));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Signing_is_deterministic_and_the_secret_comes_back(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        using var again = AccountKey.FromSecret(kind, account.ExportSecret());

        Assert.Equal(account.Did, again.Did);
        Assert.Equal(account.Sign("text"), again.Sign("text"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Signatures_of_other_lengths_are_never_valid(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var signature = account.Sign("text");
        var key = account.CarriedPublicKey.Span;

        Assert.False(AccountSignature.Verify(kind, account.Did, key, "text", []));
        Assert.False(AccountSignature.Verify(kind, account.Did, key, "text", signature.AsSpan(1)));
        Assert.False(AccountSignature.Verify(kind, account.Did, key, "text", [.. signature, 0]));
    }

    [Theory]
    [InlineData(AccountKind.Secp256k1, K1Order)]
    [InlineData(AccountKind.Eip191, K1Order)]
    [InlineData(AccountKind.Bip137, K1Order)]
    [InlineData(AccountKind.Secp256r1, R1Order)]
    public void Secrets_outside_the_group_are_refused(AccountKind kind, string order)
    {
        Assert.Throws<ProtocolException>(() => AccountKey.FromSecret(kind, new byte[32]));
        Assert.Throws<ProtocolException>(() => AccountKey.FromSecret(kind, Convert.FromHexString(order)));
        Assert.Throws<ProtocolException>(() => AccountKey.FromSecret(kind, new byte[31]));
        Assert.Throws<ProtocolException>(() => AccountKey.FromSecret((AccountKind)99, TestAccounts.Seed(1)));
    }

    [Theory]
    [InlineData(AccountKind.Eip191, K1Order, 0)]
    [InlineData(AccountKind.Eip191, K1Order, 32)]
    [InlineData(AccountKind.Bip137, K1Order, 1)]
    [InlineData(AccountKind.Bip137, K1Order, 33)]
    [InlineData(AccountKind.Secp256r1, R1Order, 0)]
    [InlineData(AccountKind.Secp256r1, R1Order, 32)]
    public void Numbers_of_zero_or_beyond_the_order_are_refused(AccountKind kind, string order, int offset)
    {
        using var account = TestAccounts.Account(kind);
        foreach (var number in new[] { new byte[32], Convert.FromHexString(order), [.. Enumerable.Repeat((byte)255,
            32)] })
        {
            var signature = account.Sign("text");
            number.CopyTo(signature, offset);
            Assert.False(AccountSignature.Verify(
                kind, account.Did, account.CarriedPublicKey.Span, "text", signature));
        }
    }

    [Theory]
    [InlineData(AccountKind.Secp256k1)]
    [InlineData(AccountKind.Eip191)]
    public void The_same_signature_with_high_s_is_refused(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var signature = account.Sign("text");
        var order = new System.Numerics.BigInteger(Convert.FromHexString(K1Order), true, true);
        var s = order - new System.Numerics.BigInteger(signature.AsSpan(32, 32), true, true);
        s.ToByteArray(true, true).CopyTo(signature, 64 - s.GetByteCount(true));
        signature[^1] = (byte)(55 - signature[^1]);

        Assert.False(AccountSignature.Verify(kind, account.Did, [], "text", signature));
    }

    [Fact]
    public void A_point_off_the_curve_is_no_key()
    {
        byte[] off = [2, .. new byte[31], 1];
        while (P256.IsCompressedKey(off)) off[^1]++;

        Assert.False(P256.Verify(off, "text"u8, new byte[64]));
        Assert.False(AccountSignature.Verify(
            AccountKind.Secp256r1, AccountDid.OfP256(off), off, "text", [.. Enumerable.Repeat((byte)1, 64)]));
    }

    public static TheoryData<string> BadEd25519Keys => new(
        // Points of order 1, 2, 4 and 8.
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        // y not below the field's prime: p, p + 1, 2^255 - 1.
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // No x belongs to y = 2.
        "0200000000000000000000000000000000000000000000000000000000000000",
        "02");

    [Theory, MemberData(nameof(BadEd25519Keys))]
    public void An_Ed25519_key_of_small_order_not_canonical_or_off_the_curve_is_refused(string hex)
    {
        var key = Convert.FromHexString(hex);

        Assert.False(Ed25519PublicKey.TryRead(key, out _));
        Assert.Throws<ProtocolException>(() => Ed25519PublicKey.Read(key));
        Assert.False(AccountSignature.Verify(
            AccountKind.Ed25519, AccountDid.OfEd25519(key), key, "text", new byte[64]));
    }

    [Fact]
    public void Ed25519_s_beyond_the_order_is_refused()
    {
        using var account = TestAccounts.Account();
        var signature = account.Sign("text");
        var order = System.Numerics.BigInteger.Pow(2, 252)
            + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493");
        var s = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        Array.Clear(signature, 32, 32);
        s.ToByteArray(isUnsigned: true).CopyTo(signature, 32);

        Assert.False(AccountSignature.Verify(
            AccountKind.Ed25519, account.Did, account.CarriedPublicKey.Span, "text", signature));
    }
}
