using System.Text.Json.Nodes;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class KeystoreSpecs
{
    private const int LowCost = 1 << 10;

    public static TheoryData<AccountKind> Kinds => TestAccounts.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public void A_key_of_every_kind_is_opened_with_its_passphrase_alone(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var json = Keystore.Encrypt(account, "pass phrase", Random(), LowCost);

        using var opened = Keystore.Decrypt(json, "pass phrase");

        Assert.Equal(kind, opened.Kind);
        Assert.Equal(account.Did, opened.Did);
        Assert.Equal(account.ExportSecret(), opened.ExportSecret());
        Assert.Equal(
            "keystore passphrase", Assert.Throws<ProtocolException>(() => Keystore.Decrypt(json, "pass phrasf")).Field);
        Assert.DoesNotContain(Convert.ToHexStringLower(account.ExportSecret()), json,
            StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("version", "4")]
    [InlineData("crypto", "1")]
    [InlineData("crypto.cipher", "\"aes-256-ctr\"")]
    [InlineData("crypto.kdf", "\"pbkdf2\"")]
    [InlineData("crypto.ciphertext", "\"00\"")]
    [InlineData("crypto.mac", "\"zz\"")]
    [InlineData("crypto.cipherparams.iv", "\"\"")]
    [InlineData("crypto.kdfparams.n", "3")]
    [InlineData("crypto.kdfparams.n", "1073741824")]
    [InlineData("crypto.kdfparams.n", "-2147483648")]
    [InlineData("crypto.kdfparams.n", "1e999")]
    [InlineData("crypto.kdfparams.r", "2147483647")]
    [InlineData("crypto.kdfparams.r", "0")]
    [InlineData("crypto.kdfparams.p", "17")]
    [InlineData("crypto.kdfparams.dklen", "64")]
    [InlineData("rings.kind", "\"Rsa\"")]
    [InlineData("rings.kind", "7")]
    [InlineData("rings.did", "\"nobody\"")]
    [InlineData("rings.did", "\"did:rings:0000000000000000000000000000000000000000\"")]
    public void A_document_with_a_bad_field_gets_a_typed_error_and_bounded_work(string path, string value)
    {
        using var account = TestAccounts.Account();
        var document = JsonNode.Parse(Keystore.Encrypt(account, "p", Random(), LowCost))!;
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(document, (node, name) => node[name]!);
        parent[steps[^1]] = value == "1e999" ? JsonValue.Create(1e300) : JsonNode.Parse(value);

        Assert.Throws<ProtocolException>(() => Keystore.Decrypt(document.ToJsonString(), "p"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":3,\"version\":3}")]
    [InlineData("{\"version\":3")]
    public void Text_that_is_no_document_gets_a_typed_error(string json) =>
        Assert.Throws<ProtocolException>(() => Keystore.Decrypt(json, "p"));

    [Fact]
    public void A_huge_text_is_not_even_parsed() =>
        Assert.Throws<ProtocolException>(() => Keystore.Decrypt(new string('[', 1_000_000), "p"));

    private static byte[] Random() => [.. Enumerable.Range(0, Keystore.RandomBytes).Select(i => (byte)i)];
}
