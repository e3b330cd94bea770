using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary><c>vectors/groups.json</c>: what another implementation has to write and to refuse.</summary>
public sealed class GroupVectorSpecs
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "groups.json")))!;

    public static TheoryData<string> Refused => [.. Vectors["refused"]!.AsArray().Select(bytes => (string)bytes!)];

    private static GroupKey Key => GroupCard.Parse((string)Vectors["generation"]!["card"]!);

    [Fact]
    public void Messages_come_back_byte_for_byte() => Assert.All(Vectors["messages"]!.AsArray(), message =>
        Assert.Equal((string)message!, Convert.ToHexStringLower(GroupCodec.Write(GroupCodec.Read(Bytes(message))))));

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_breaks_a_rule_of_form_is_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => GroupCodec.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("generation")]
    [InlineData("change")]
    public void Statements_hold_and_the_shares_they_deal_are_those_of_the_key(string part)
    {
        var made = Vectors[part]!;
        var plan = ((GroupMessage.Invite)GroupCodec.Read(Bytes(made["plan"]))).Plan;
        Assert.Equal(Bytes(made["hash"]), plan.Hash);
        var statements = made["statements"]!.AsArray().Select(one => new SaidStatement(
            StatementCodec.Read(Bytes(one!["statement"])), [.. Bytes(one["statement"])], [.. Bytes(one["delegation"])], [.. Bytes(one["signature"])])).ToList();
        Assert.Equal(6, statements.Count);
        Assert.All(statements, said => Assert.True(said.IsOf(plan, Now)));
        Assert.All(statements, said => Assert.True(said.Bytes.AsSpan().SequenceEqual(StatementCodec.Write(said.Statement).AsSpan())));

        var dealt = statements.Select(said => said.Statement).OfType<GroupStatement.First>().Select(first => DealtPolynomial.Read(plan, first)!.Points).ToList();
        var shares = made["shares"]!.AsArray().Select(share => Edwards25519Scalar.Read(Bytes(share), "share")).ToList();
        for (var index = 1; index <= 2; index++)
        {
            Assert.Equal(Edwards25519Point.OfSecret(shares[index - 1]), dealt.Select(points =>
                Feldman.ShareOf<Edwards25519Point, Edwards25519Scalar>(points.AsSpan(), index)).Aggregate((left, right) => left + right));
        }

        var secret = Feldman.Combine([(1, shares[0]), (2, shares[1])]);
        Assert.Equal(Bytes(Vectors["generation"]!["key"]), Edwards25519Point.OfSecret(secret).Encoded.ToArray());
        Assert.Equal(made["key"]!.ToString(), Vectors["generation"]!["key"]!.ToString());
    }

    [Fact]
    public void The_card_is_of_the_Did_and_its_plan()
    {
        var generation = Vectors["generation"]!;

        Assert.Equal((string)generation["did"]!, Key.Did.ToString());
        Assert.Equal((string)generation["did"]!, AccountDid.OfEd25519(Bytes(generation["key"])).ToString());
        Assert.Equal((string)generation["card"]!, GroupCard.Of(Key));
    }

    [Fact]
    public void The_parts_of_a_signature_add_up()
    {
        var signing = Vectors["signing"]!;
        var messages = signing["messages"]!.AsArray().Select(message => GroupCodec.Read(Bytes(message))).ToList();
        var (list, parts) = (messages.OfType<GroupMessage.List>().Single(), messages.OfType<GroupMessage.Part>().ToList());
        var text = new SigningSubject.Plain((string)signing["text"]!);
        var read = list.Commitments.Select(one => one.Read(new(0, Key.Key, Key.Key))!).ToList();

        Assert.Equal(text.Hash, list.Text);
        Assert.Equal(Bytes(signing["signature"]), new FrostSigning(Key.Key, text.Message, read).Aggregate(parts.Select(part => part.Value)));
        Assert.True(Ed25519PublicKey.Read(Key.Key.Encoded).Verify(text.Message, Bytes(signing["signature"])));
    }

    [Fact]
    public void The_text_of_a_change_is_signed_by_the_group()
    {
        var change = Vectors["change"]!;
        var plan = ((GroupMessage.Invite)GroupCodec.Read(Bytes(change["plan"]))).Plan;

        Assert.Equal((string)change["text"]!, new SigningSubject.ChangeShares(plan).Text);
        Assert.Equal(Bytes(change["signature"]), plan.Change!.Signature.ToArray());
        Assert.True(SigningSubject.ChangeShares.IsSigned(plan));
    }

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
