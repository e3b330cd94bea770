using CsCheck;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary>Delegations and revocations as typed data: what wallets are shown, and what verifiers compute.</summary>
public class Eip712Specs
{
    private static readonly RingId[] Rings = [RingId.OfPublic("test"), RingId.OfPublic("main")];

    [Fact]
    public void The_digest_of_the_layout_is_Nethereums_of_the_JSON_for_10000_random_delegations() =>
        Gen.Select(Gen.Int, Gen.Int[0, 1], Gen.Long[0, 253_000_000_000_000], Gen.Long[1, 7_776_000_000]).Sample(
            (seed, ring, issued, life) =>
            {
                var draft = Random(seed, Rings[ring], issued, life);

                Assert.Equal(NethereumWallet.Digest(draft.ToSign), draft.Typed.Digest());
            }, iter: 10_000);

    [Fact]
    public void The_digest_of_a_revocation_is_Nethereums_of_its_JSON() =>
        Gen.Select(Gen.Int, Gen.Int[0, 2], Gen.Long[0, 253_000_000_000_000]).Sample((seed, ring, before) =>
        {
            var draft = new RevocationDraft(
                AccountKind.Eip712, Did.Read(TestAccounts.Seed(seed, 20)), [], ring == 2 ? null : Rings[ring],
                Instant.FromUnixMilliseconds(before), TestAccounts.Seed(~seed, 16));
            var json = EthereumTypedData.ToJson(draft.Typed);

            Assert.Equal(NethereumWallet.Digest(json), draft.Typed.Digest());
        }, iter: 1_000);

    [Fact]
    public void A_wallet_signs_the_JSON_and_the_delegation_stands()
    {
        using var account = TestAccounts.Account(AccountKind.Eip712);
        using var session = SessionKey.FromSeed(TestAccounts.Seed(2));
        var draft = TestAccounts.Draft(account, session);
        var wallet = NethereumWallet.Sign(draft.ToSign, TestAccounts.Seed(1));

        var delegation = draft.Complete(draft.ReadSignature(wallet));

        Assert.True(Delegation.Read(delegation.Bytes.Span).IsSignedByAccount());
        Assert.Equal(draft.Sign(account).Bytes.ToArray(), delegation.Bytes.ToArray());
    }

    public static TheoryData<string> Changes => ["account", "sessionKey", "ring", "issued", "expires", "nonce", "notice"];

    [Theory, MemberData(nameof(Changes))]
    public void With_any_field_changed_the_signature_is_anothers(string name)
    {
        var (draft, account, signature) = Signed();
        var changed = new TypedStatement("Delegation", [.. draft.Typed.Fields.Select(field => field.Name != name
            ? field
            : field with { Word = [.. field.Word.AsSpan(0, 31), (byte)(field.Word[31] ^ 1)] })]);

        Assert.False(AccountSignature.Verify(
            AccountKind.Eip712, account, [], new Statement(draft.Text, changed), signature));
        Assert.True(AccountSignature.Verify(AccountKind.Eip712, account, [], draft.Statement, signature));
    }

    /// <summary>A wallet that is shown another domain signs another digest: its signature is refused.</summary>
    [Theory]
    [InlineData("\"Rings Network\"", "\"Rings Netwerk\"")]
    [InlineData("\"version\":\"1\"", "\"version\":\"2\"")]
    [InlineData("{\"name\":\"version\",\"type\":\"string\"}]",
        "{\"name\":\"version\",\"type\":\"string\"},{\"name\":\"chainId\",\"type\":\"uint256\"}]")]
    [InlineData("\"bytes20\"", "\"bytes32\"")]
    [InlineData("Sign this only", "Sign this always")]
    public void A_signature_for_another_domain_or_type_is_refused(string from, string to)
    {
        var (draft, _, _) = Signed();
        var json = System.Text.Json.Nodes.JsonNode.Parse(draft.ToSign)!.ToJsonString();
        Assert.Contains(from, json, StringComparison.Ordinal);
        json = json.Replace(from, to, StringComparison.Ordinal);
        if (to.Contains("chainId", StringComparison.Ordinal))
            json = json.Replace("\"version\":\"1\"", "\"version\":\"1\",\"chainId\":1", StringComparison.Ordinal);
        var other = NethereumWallet.Sign(json, TestAccounts.Seed(1));

        Assert.Throws<ProtocolException>(() => draft.Complete(draft.ReadSignature(other)));
    }

    [Theory]
    [InlineData(AccountKind.Secp256k1)]
    [InlineData(AccountKind.Eip191)]
    [InlineData(AccountKind.Bip137)]
    [InlineData(AccountKind.Bip322)]
    public void A_signature_of_another_kind_over_the_same_delegation_is_refused_and_ours_by_that_kind(AccountKind kind)
    {
        var (draft, account, signature) = Signed();
        using var other = TestAccounts.Account(kind);

        Assert.Throws<ProtocolException>(() => draft.Complete(other.Sign(draft.Text)));
        Assert.False(AccountSignature.Verify(kind, other.Did, [], draft.Text, signature));
        Assert.False(AccountSignature.Verify(kind, account, [], draft.Text, signature));
    }

    [Fact]
    public void A_text_is_neither_signed_nor_verified()
    {
        using var account = TestAccounts.Account(AccountKind.Eip712);
        using var same = TestAccounts.Account(AccountKind.Eip191);

        Assert.Equal("account_kind", Assert.Throws<ProtocolException>(() => account.Sign("text")).Field);
        Assert.False(AccountSignature.Verify(AccountKind.Eip712, account.Did, [], "text", same.Sign("text")));
    }

    private static (DelegationDraft Draft, Did Account, byte[] Signature) Signed()
    {
        using var account = TestAccounts.Account(AccountKind.Eip712);
        using var session = SessionKey.FromSeed(TestAccounts.Seed(2));
        var draft = TestAccounts.Draft(account, session);
        return (draft, account.Did, account.Sign(draft.Statement));
    }

    private static DelegationDraft Random(int seed, RingId ring, long issued, long life)
    {
        using var session = SessionKey.FromSeed(TestAccounts.Seed(seed));
        return new(
            AccountKind.Eip712, Did.Read(TestAccounts.Seed(seed, 20)), [], session.PublicKey, ring,
            Instant.FromUnixMilliseconds(issued), Instant.FromUnixMilliseconds(issued + life), TestAccounts.Seed(~seed, 16));
    }
}
