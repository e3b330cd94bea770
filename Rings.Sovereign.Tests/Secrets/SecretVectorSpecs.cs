using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary><c>vectors/secrets.json</c>: what another implementation has to write and to refuse.</summary>
public sealed class SecretVectorSpecs
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "secrets.json")))!;

    public static TheoryData<string> Refused => [.. Vectors["refused"]!.AsArray().Select(bytes => (string)bytes!)];

    [Fact]
    public void Messages_come_back_byte_for_byte() => Assert.All(Vectors["messages"]!.AsArray(), message =>
        Assert.Equal((string)message!, Convert.ToHexStringLower(SecretCodec.Write(SecretCodec.Read(Bytes(message))))));

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_breaks_a_rule_of_form_is_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => SecretCodec.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Any_two_of_the_shares_give_the_key()
    {
        var split = Vectors["split"]!;
        var deals = split["deals"]!.AsArray().Select(deal => (SecretMessage.Deal)SecretCodec.Read(Bytes(deal))).ToList();

        Assert.Equal(3, deals.Count);
        Assert.All(deals, deal => Assert.True(deal.Commitments.Fit(deal.Index, deal.Share)));
        Assert.True(deals[0].Commitments.AreOfKeyOf(Did.Parse((string)split["owner"]!, null)));
        foreach (var left in deals)
        {
            foreach (var right in deals.Where(deal => deal.Index > left.Index))
            {
                Assert.Equal(Bytes(split["key"]), Feldman.Combine([(left.Index, left.Share), (right.Index, right.Share)]).ToByteArray());
            }
        }
    }

    [Fact]
    public void The_words_of_a_claim_are_these()
    {
        var claim = Vectors["claim"]!;
        var made = (SecretMessage.Claim)SecretCodec.Read(Bytes(claim["claim"]));
        var nonce = ((SecretMessage.Challenge)SecretCodec.Read(Bytes(claim["challenge"]))).Nonce;
        var opening = (SecretMessage.Opening)SecretCodec.Read(Bytes(claim["opening"]));
        var guardian = Did.Parse((string)claim["guardian"]!, null);
        var place = new SecretPlace(RingId.OfPublic("main"), guardian);

        Assert.Equal(made.Commitment, place.CommitmentOf(
            made.Owner, made.Id, made.ClaimId, Did.Parse((string)claim["claimant"]!, null), guardian, opening.Random));
        Assert.Equal((string)claim["words"]!, ClaimWords.Of(made.Commitment, opening.Random, nonce).ToString());
    }

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
