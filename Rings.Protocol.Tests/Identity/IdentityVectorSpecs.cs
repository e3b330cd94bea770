using System.Text.Json.Nodes;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary><c>vectors/identity.json</c> both ways: what it says is made anew, and what it holds is read.</summary>
public class IdentityVectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("identity.json");

    [Fact]
    public void Accounts() => Assert.Equal(6, Each("accounts", vector =>
    {
        using var account = AccountKey.FromSecret(Kind(vector, "kind"), Hex(vector, "secret"));
        var text = Text(vector, "text");

        Assert.Equal(Text(vector, "did"), account.Did.ToString());
        Assert.Equal(Did.Parse(Text(vector, "did_checksummed")), account.Did);
        Assert.Equal(Hex(vector, "carried_public_key"), account.CarriedPublicKey.ToArray());
        Assert.Equal(Hex(vector, "signature"), account.Sign(text));
        Assert.True(AccountSignature.Verify(
            account.Kind, account.Did, account.CarriedPublicKey.Span, text, Hex(vector, "signature")));
    }));

    [Fact]
    public void Delegations() => Assert.Equal(7, Each("delegations", vector =>
    {
        using var account = AccountKey.FromSecret(Kind(vector, "account_kind"), Hex(vector, "account_secret"));
        using var session = SessionKey.FromSeed(Hex(vector, "session_seed"));
        var made = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey,
            RingId.OfPublic(Text(vector, "ring_name")), Time(vector, "issued_ms"), Time(vector, "expires_ms"),
            Hex(vector, "nonce")).Sign(account);
        var read = Delegation.Read(Hex(vector, "bytes"));

        Assert.Equal(Text(vector, "text"), made.Draft.Text);
        Assert.Equal(Hex(vector, "bytes"), made.Bytes.ToArray());
        Assert.Equal(Text(vector, "delegation_id"), read.Id.ToString());
        Assert.Equal(made.Draft.Text, read.Draft.Text);
        Assert.True(read.IsSignedByAccount());
        if (account.Kind == AccountKind.Eip712) AssertTyped(vector, read.Draft.Typed);
    }));

    [Fact]
    public void Session_signatures() => Assert.Equal(13, Each("session_signatures", vector =>
        Assert.True(Delegation.Read(Hex(vector, "delegation")).Verify(
            Enum.Parse<SignaturePurpose>(Text(vector, "purpose")), Hex(vector, "payload"), Hex(vector, "signature")))));

    [Fact]
    public void Revocations() => Assert.Equal(5, Each("revocations", vector =>
    {
        using var account = AccountKey.FromSecret(Kind(vector, "account_kind"), Hex(vector, "account_secret"));
        var ring = vector["ring_name"] is { } name ? RingId.OfPublic(name.GetValue<string>()) : (RingId?)null;
        var made = new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, ring, Time(vector, "issued_before_ms"),
            Hex(vector, "nonce")).Sign(account);
        var read = Revocation.Read(Hex(vector, "bytes"));

        Assert.Equal(Hex(vector, "bytes"), made.Bytes.ToArray());
        Assert.Equal(Text(vector, "text"), read.Draft.Text);
        Assert.True(read.IsSignedByAccount());
        if (account.Kind == AccountKind.Eip712) AssertTyped(vector, read.Draft.Typed);
    }));

    [Fact]
    public void Of_two_revocations_of_equal_time_one_stands() => Assert.Equal(4, Each("equal_revocations", vector =>
    {
        var (left, right) = (Revocation.Read(Hex(vector, "left")), Revocation.Read(Hex(vector, "right")));

        Assert.Equal(left.IssuedBefore, right.IssuedBefore);
        Assert.Same(Text(vector, "stands") == "left" ? left : right, Revocation.Merge(left, right));
        Assert.Same(Text(vector, "stands") == "left" ? left : right, Revocation.Merge(right, left));
    }));

    [Fact]
    public void Rings() => Assert.Equal(2, Each("rings", vector =>
    {
        var name = Text(vector, "name");
        if (vector["secret"] is null)
        {
            Assert.Equal(Text(vector, "ring"), RingId.OfPublic(name).ToString());
            return;
        }

        using var secret = new RingSecret(Hex(vector, "secret"));
        Assert.Equal(Text(vector, "ring"), RingId.OfPrivate(name, secret).ToString());
        Assert.True(secret.IsAuthentic(Hex(vector, "data"), Hex(vector, "psk_hmac_of_data")));
    }));

    [Fact]
    public void Keystores() => Assert.Equal(2, Each("keystores", vector =>
    {
        using var key = Keystore.Decrypt(vector["document"]!.ToJsonString(), Text(vector, "passphrase"));
        Assert.Equal(Kind(vector, "kind"), key.Kind);
        Assert.Equal(Hex(vector, "secret"), key.ExportSecret());
    }));

    private static void AssertTyped(JsonNode vector, TypedStatement statement)
    {
        Assert.Equal(Text(vector, "digest"), Convert.ToHexStringLower(statement.Digest()));
        Assert.True(JsonNode.DeepEquals(vector["typed_data"], JsonNode.Parse(EthereumTypedData.ToJson(statement))));
    }

    private static int Each(string name, Action<JsonNode> check)
    {
        var vectors = File[name]!.AsArray();
        foreach (var vector in vectors) check(vector!);
        return vectors.Count;
    }

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static byte[] Hex(JsonNode vector, string name) => Convert.FromHexString(Text(vector, name));

    private static AccountKind Kind(JsonNode vector, string name) => Enum.Parse<AccountKind>(Text(vector, name));

    private static Instant Time(JsonNode vector, string name) =>
        Instant.FromUnixMilliseconds(vector[name]!.GetValue<long>());
}
