using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class WalletAccountSpecs
{
    public static TheoryData<AccountKind> Kinds => TestAccounts.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public void An_account_of_every_kind_is_named_by_its_public_key(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var key = account.CarriedPublicKey.IsEmpty
            ? Secp256k1.PublicKey(TestAccounts.Seed(1), compressed: true)
            : account.CarriedPublicKey.ToArray();

        var named = WalletAccount.OfPublicKey(kind, "0x" + Convert.ToHexString(key));

        Assert.Equal((kind, account.Did), (named.Kind, named.Account));
        Assert.Equal(account.CarriedPublicKey.ToArray(), named.CarriedPublicKey.ToArray());
    }

    /// <summary>WebCrypto exports P-256 keys whole.</summary>
    [Fact]
    public void A_plain_key_of_P_256_is_carried_compressed()
    {
        using var account = TestAccounts.Account(AccountKind.Secp256r1);
        var parameters = System.Security.Cryptography.ECDsa.Create(new System.Security.Cryptography.ECParameters
        {
            Curve = System.Security.Cryptography.ECCurve.NamedCurves.nistP256,
            D = TestAccounts.Seed(1),
        }).ExportParameters(includePrivateParameters: false);
        byte[] plain = [4, .. parameters.Q.X!, .. parameters.Q.Y!];

        var named = WalletAccount.OfPublicKey(AccountKind.Secp256r1, Convert.ToHexString(plain));

        Assert.Equal(account.Did, named.Account);
        Assert.Equal(account.CarriedPublicKey.ToArray(), named.CarriedPublicKey.ToArray());
    }

    [Fact]
    public void The_plain_key_of_a_Bitcoin_wallet_is_another_account() => Assert.Equal(
        AccountDid.OfBitcoin(Secp256k1.PublicKey(TestAccounts.Seed(1), compressed: false)),
        WalletAccount.OfPublicKey(
            AccountKind.Bip137, Convert.ToHexString(Secp256k1.PublicKey(TestAccounts.Seed(1), compressed: false))).Account);

    [Theory]
    [InlineData(AccountKind.Bip137, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH")]
    [InlineData(AccountKind.Bip137, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(AccountKind.Bip322, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(AccountKind.Bip322, "0x751e76e8199196d454941c45d1b3a323f1433bd6")]
    public void Addresses_of_the_same_key_name_the_same_account(AccountKind kind, string address) => Assert.Equal(
        Did.Parse("751e76e8199196d454941c45d1b3a323f1433bd6"), WalletAccount.OfAddress(kind, address).Account);

    [Theory]
    [InlineData(AccountKind.Bip137, "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr", "Taproot")]
    [InlineData(AccountKind.Bip322, "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", "public key")]
    [InlineData(AccountKind.Bip322, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "segwit")]
    [InlineData(AccountKind.Bip137, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "test network")]
    [InlineData(AccountKind.Eip191, "0x5dD8d282F24224Fb539FFbDc720Fa7bF1144C606", "lower case")]
    [InlineData(AccountKind.Eip712, "0x5dd8", "40 hex digits")]
    [InlineData(AccountKind.Eip191, "", "40 hex digits")]
    [InlineData(AccountKind.Ed25519, "0x5dd8d282f24224fb539ffbdc720fa7bf1144c606", "public key")]
    [InlineData(AccountKind.Secp256r1, "0x5dd8d282f24224fb539ffbdc720fa7bf1144c606", "public key")]
    public void An_address_that_names_no_account_is_refused_with_the_reason(AccountKind kind, string text, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<ProtocolException>(() => WalletAccount.OfAddress(kind, text)).Message,
            StringComparison.Ordinal);

    [Theory, MemberData(nameof(Kinds))]
    public void What_is_no_public_key_is_refused_by_name(AccountKind kind)
    {
        string[] wrong =
        [
            "", "0x", "zz", new string('0', 64), new string('0', 66), "02" + new string('f', 64), "05" + new string('1', 64),
            new string('g', 66), new string('1', 130), "06" + new string('1', 128), new string('a', 100_000),
        ];
        foreach (var text in wrong)
            Assert.Equal("public key", Assert.Throws<ProtocolException>(() => WalletAccount.OfPublicKey(kind, text)).Field);
    }

    [Theory]
    [InlineData(AccountKind.Eip191)]
    [InlineData(AccountKind.Bip137)]
    public void Any_text_that_it_signed_names_an_account(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var signature = Convert.ToBase64String(account.Sign("anything"));

        Assert.Equal(account.Did, WalletAccount.OfSignedText(kind, "anything", signature).Account);
        Assert.Throws<ProtocolException>(() => WalletAccount.OfSignedText(kind, "anything", "0x00"));
        Assert.Throws<ProtocolException>(() => WalletAccount.OfSignedText(AccountKind.Ed25519, "anything", signature));
    }
}
