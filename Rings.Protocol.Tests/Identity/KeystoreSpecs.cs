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

    /// <summary>As Parity wrote them, as early geth wrote them, and with the cost of the standard's own vector.</summary>
    [Theory]
    [InlineData("pbkdf2", "5dd8d282f24224fb539ffbdc720fa7bf1144c606")]
    [InlineData("short", "e1af2a1f5b14744f8d814c5cd04c8550d72e5ba2")]
    [InlineData("r1", "5dd8d282f24224fb539ffbdc720fa7bf1144c606")]
    public void Keystores_of_other_programs_open(string name, string address)
    {
        using var key = Keystore.Decrypt(Foreign(name).ToJsonString(), "bread and salt");

        Assert.Equal(AccountKind.Secp256k1, key.Kind);
        Assert.Equal(Did.Parse(address), key.Did);
        Assert.Equal(32, key.ExportSecret().Length);
        Assert.Throws<ProtocolException>(() => Keystore.Decrypt(Foreign(name).ToJsonString(), "bread and sal"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x5dD8d282F24224Fb539FFbDc720Fa7bF1144C606")]
    [InlineData("5DD8D282F24224FB539FFBDC720FA7BF1144C606")]
    public void An_empty_address_and_one_in_the_case_of_another_chain_keep_no_key_shut(string address)
    {
        var document = Foreign("pbkdf2");
        document["address"] = address;

        using var key = Keystore.Decrypt(document.ToJsonString(), "bread and salt");

        Assert.Equal(Did.Parse("5dd8d282f24224fb539ffbdc720fa7bf1144c606"), key.Did);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("0x5dd8d282f24224fb539ffbdc720fa7bf1144c6")]
    [InlineData("5dd8d282f24224fb539ffbdc720fa7bf1144c607")]
    public void An_address_that_is_none_or_anothers_is_named(string address)
    {
        var document = Foreign("pbkdf2");
        document["address"] = address;

        Assert.Equal("keystore.address", Assert.Throws<ProtocolException>(
            () => Keystore.Decrypt(document.ToJsonString(), "bread and salt")).Field);
    }

    [Theory]
    [InlineData("c", "0")]
    [InlineData("c", "-1")]
    [InlineData("c", "10000001")]
    [InlineData("c", "1000000000")]
    [InlineData("c", "\"10240\"")]
    [InlineData("prf", "\"hmac-sha512\"")]
    [InlineData("prf", "null")]
    [InlineData("dklen", "16")]
    public void Rounds_of_PBKDF2_are_bounded_before_they_are_spent(string name, string value)
    {
        var document = Foreign("pbkdf2");
        document["crypto"]!["kdfparams"]![name] = JsonNode.Parse(value);

        var field = Assert.Throws<ProtocolException>(
            () => Keystore.Decrypt(document.ToJsonString(), "bread and salt")).Field;

        Assert.StartsWith("keystore.", field, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_seed_of_Ed25519_is_none_for_it_is_no_number()
    {
        var document = Foreign("short");
        document["rings"] = new JsonObject { ["kind"] = "Ed25519" };

        Assert.Equal("keystore.ciphertext", Assert.Throws<ProtocolException>(
            () => Keystore.Decrypt(document.ToJsonString(), "bread and salt")).Field);
    }

    private static JsonObject Foreign(string name) => Repository.Vectors("keystores.json")[name]!.AsObject();
}
