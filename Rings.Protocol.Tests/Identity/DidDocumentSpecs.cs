using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class DidDocumentSpecs
{
    [Theory]
    [InlineData(AccountKind.Ed25519, "publicKeyMultibase", "z6Mk")]
    [InlineData(AccountKind.Secp256r1, "publicKeyMultibase", "zDna")]
    [InlineData(AccountKind.Eip191, "blockchainAccountId", "eip155:1:0x")]
    [InlineData(AccountKind.Secp256k1, "blockchainAccountId", "eip155:1:0x")]
    [InlineData(AccountKind.Bip137, "blockchainAccountId", "bip122:000000000019d6689c085ae165831e93:1")]
    public void The_account_controls_and_the_session_key_authenticates(AccountKind kind, string field, string begins)
    {
        var delegation = TestAccounts.Signer(kind).Delegation;

        var document = DidDocument.Of(delegation);

        var id = $"did:rings:{delegation.Account:N}";
        var account = document["verificationMethod"]![0]!;
        var session = document["verificationMethod"]![1]!;
        Assert.Equal(id, document["id"]!.GetValue<string>());
        Assert.Equal($"{id}#account", account["id"]!.GetValue<string>());
        Assert.StartsWith(begins, account[field]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("z6Mk", session["publicKeyMultibase"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(session["id"]!.GetValue<string>(), document["authentication"]![0]!.GetValue<string>());
        Assert.All(document["verificationMethod"]!.AsArray(), m => Assert.Equal(id,
            m!["controller"]!.GetValue<string>()));
        Assert.Equal("https://www.w3.org/ns/did/v1", document["@context"]![0]!.GetValue<string>());
        Assert.Equal(delegation.Id,
            DelegationId.Of(Convert.FromBase64String(session["rings:delegation"]!.GetValue<string>())));
    }

    /// <summary>The key of did:key's own example.</summary>
    [Fact]
    public void Multibase_text_is_that_of_did_key() => Assert.Equal(
        "6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        Base58.Encode([0xed, 0x01,
            .. Convert.FromHexString("2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6")]));
}
