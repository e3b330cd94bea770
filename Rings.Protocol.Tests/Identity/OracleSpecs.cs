using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary>What ethers, bitcoinjs-message and noble signed, we verify; what they stored, we open.</summary>
public class OracleSpecs
{
    private static JsonNode Theirs => JsonNode.Parse(
        File.ReadAllText(Environment.GetEnvironmentVariable(OracleFactAttribute.Variable)!))!;

    [OracleFact]
    public void Their_signatures_are_taken_back_and_verify()
    {
        var signatures = Theirs["signatures"]!.AsArray();
        foreach (var one in signatures)
        {
            var kind = Enum.Parse<AccountKind>(Text(one!, "kind"));
            var key = Convert.FromHexString(Text(one!, "key"));
            var account = kind switch
            {
                AccountKind.Secp256r1 => AccountDid.OfP256(key),
                AccountKind.Ed25519 => AccountDid.OfEd25519(key),
                _ => Did.Parse(Text(one!, "did")),
            };
            var text = Text(one!, "text");
            var signature = WalletSignature.Parse(kind, Text(one!, "signature"));

            Assert.True(AccountSignature.Verify(kind, account, key, text, signature), $"{kind}: {one}");
            Assert.False(AccountSignature.Verify(kind, account, key, text + " ", signature), $"{kind}: {one}");
        }

        Assert.Equal(192, signatures.Count);
    }

    [OracleFact]
    public void Their_typed_data_has_our_digest_and_their_signatures_complete_a_delegation()
    {
        var typed = Theirs["typed"]!.AsArray();
        foreach (var one in typed)
        {
            var draft = new DelegationDraft(
                AccountKind.Eip712, Did.Parse(Text(one!, "account")), [],
                Ed25519PublicKey.Read(Hex(one!, "sessionKey")), RingId.Read(Hex(one!, "ring")),
                Time(one!, "issued"), Time(one!, "expires"), Hex(one!, "nonce"));

            Assert.Equal(Text(one!, "digest"), "0x" + Convert.ToHexStringLower(draft.Typed.Digest()));
            Assert.True(draft.Complete(draft.ReadSignature(Text(one!, "signature"))).IsSignedByAccount());
        }

        Assert.Equal(64, typed.Count);
    }

    [OracleFact]
    public void Their_keystores_open()
    {
        var keystores = Theirs["keystores"]!.AsArray();
        foreach (var one in keystores)
        {
            using var key = Keystore.Decrypt(one!["document"]!.ToJsonString(), Text(one, "passphrase"));
            Assert.Equal(Did.Parse(Text(one, "did")), key.Did);
        }

        Assert.NotEmpty(keystores);
    }

    private static byte[] Hex(JsonNode node, string name) => Convert.FromHexString(Text(node, name)[2..]);

    private static Instant Time(JsonNode node, string name) => Instant.From(DateTimeOffset.Parse(
        Text(node, name), System.Globalization.CultureInfo.InvariantCulture));

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
