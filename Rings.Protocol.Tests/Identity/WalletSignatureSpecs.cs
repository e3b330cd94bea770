using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class WalletSignatureSpecs
{
    public static TheoryData<AccountKind> Kinds => TestAccounts.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public void Hex_and_base64_are_taken_back(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        using var session = SessionKey.FromSeed(TestAccounts.Seed(2));
        var draft = TestAccounts.Draft(account, session);
        var signature = account.Sign(draft.Statement);

        foreach (var text in new[]
        {
            Convert.ToHexString(signature), "0x" + Convert.ToHexStringLower(signature),
            Convert.ToBase64String(signature), $"  {Convert.ToBase64String(signature)}\n",
        })
        {
            Assert.Equal(signature, WalletSignature.Parse(kind, text));
            Assert.True(draft.Complete(WalletSignature.Parse(kind, text)).IsSignedByAccount());
        }
    }

    [Fact]
    public void An_Ethereum_v_of_0_or_1_becomes_27_or_28()
    {
        using var account = TestAccounts.Account(AccountKind.Eip191);
        var signature = account.Sign("text");
        var raw = signature.ToArray();
        raw[^1] -= 27;

        Assert.Equal(signature, WalletSignature.Parse(AccountKind.Eip191, Convert.ToHexString(raw)));
        raw[^1] = 29;
        Assert.Throws<ProtocolException>(() => WalletSignature.Parse(AccountKind.Eip191, Convert.ToHexString(raw)));
    }

    [Theory]
    [InlineData(26)]
    [InlineData(43)]
    public void A_Bitcoin_header_out_of_range_is_refused(byte header)
    {
        using var account = TestAccounts.Account(AccountKind.Bip137);
        var signature = account.Sign("text");
        signature[0] = header;

        Assert.Throws<ProtocolException>(
            () => WalletSignature.Parse(AccountKind.Bip137, Convert.ToBase64String(signature)));
        Assert.False(AccountSignature.Verify(AccountKind.Bip137, account.Did, [], "text", signature));
    }

    /// <summary>
    /// Segwit headers name the compressed key, so all of them mean one account; the plain key is another.
    /// </summary>
    [Fact]
    public void The_header_names_the_form_of_the_key_and_so_the_account()
    {
        using var account = TestAccounts.Account(AccountKind.Bip137);
        var signature = account.Sign("text");
        foreach (var change in new[] { 0, 4, 8 })
        {
            byte[] other = [(byte)(signature[0] + change), .. signature.AsSpan(1)];
            Assert.True(AccountSignature.Verify(AccountKind.Bip137, account.Did, [], "text", other));
        }

        byte[] plain = [(byte)(signature[0] - 4), .. signature.AsSpan(1)];
        Assert.False(AccountSignature.Verify(AccountKind.Bip137, account.Did, [], "text", plain));
        Assert.Equal(
            AccountDid.OfBitcoin(Secp256k1.PublicKey(TestAccounts.Seed(1), compressed: false)),
            WalletSignature.RecoverAccount(AccountKind.Bip137, "text", plain));
    }

    [Theory]
    [InlineData(AccountKind.Eip191)]
    [InlineData(AccountKind.Bip137)]
    public void A_wallets_account_is_found_from_one_signature(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);

        Assert.Equal(account.Did, WalletSignature.RecoverAccount(kind, "who am I?", account.Sign("who am I?")));
        Assert.NotEqual(account.Did, WalletSignature.RecoverAccount(kind, "who are you?", account.Sign("who am I?")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("not a signature")]
    [InlineData("AAAA")]
    public void Text_that_is_no_signature_gets_a_typed_error(string text) => Assert.Equal(
        "signature", Assert.Throws<ProtocolException>(() => WalletSignature.Parse(AccountKind.Eip191, text)).Field);

    [Fact]
    public void A_long_text_is_not_even_decoded() => Assert.Throws<ProtocolException>(
        () => WalletSignature.Parse(AccountKind.Eip191, new string('a', 1_000_000)));

    [Fact]
    public void High_s_from_WebCrypto_is_brought_down_and_otherwise_refused()
    {
        using var account = TestAccounts.Account(AccountKind.Secp256r1);
        var low = account.Sign("text");
        var order = Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        var high = low.ToArray();
        Subtract(order, low.AsSpan(32), high.AsSpan(32));

        Assert.False(AccountSignature.Verify(
            AccountKind.Secp256r1, account.Did, account.CarriedPublicKey.Span, "text", high));
        Assert.Equal(low, WalletSignature.Parse(AccountKind.Secp256r1, Convert.ToHexString(high)));
    }

    private static void Subtract(ReadOnlySpan<byte> from, ReadOnlySpan<byte> what, Span<byte> result)
    {
        for (int i = from.Length - 1, borrow = 0; i >= 0; i--)
        {
            var difference = from[i] - what[i] - borrow;
            borrow = difference < 0 ? 1 : 0;
            result[i] = (byte)difference;
        }
    }
}
