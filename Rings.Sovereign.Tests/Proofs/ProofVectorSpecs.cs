using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary><c>vectors/proofs.json</c>: what another implementation has to write, to believe and to refuse.</summary>
public sealed class ProofVectorSpecs
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "proofs.json")))!;

    private static readonly Did Prover = Did.Parse((string)Vectors["prover"]!, null);
    private static readonly Did Verifier = Did.Parse((string)Vectors["verifier"]!, null);

    public static TheoryData<string> Names => [.. Vectors["live"]!.AsArray().Select(one => (string)one!["name"]!)];

    public static TheoryData<string> Statements => [.. Vectors["refused_statements"]!.AsArray().Select(one => (string)one!)];

    public static TheoryData<string> Messages => [.. Vectors["refused_messages"]!.AsArray().Select(one => (string)one!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_transcript_of_a_live_proof_holds(string name)
    {
        var live = Vectors["live"]!.AsArray().Single(one => (string)one!["name"]! == name)!;
        var messages = live["messages"]!.AsArray().Select(one => ProofCodec.Read(Bytes(one))).ToList();
        Assert.All(live["messages"]!.AsArray(), one => Assert.Equal(Bytes(one), ProofCodec.Write(ProofCodec.Read(Bytes(one)))));
        var (ask, first, open, last) = (
            (ProofMessage.Ask)messages[1], (ProofMessage.Move)messages[2], (ProofMessage.Open)messages[3], (ProofMessage.Move)messages[4]);
        var context = new ProofContext(RingId.OfPublic("main"), Prover, Verifier, ask);
        var statement = StatementCodec.Read(ask.Statement.AsSpan());

        Assert.Equal((string)live["claim"]!, statement.Claim);
        Assert.Equal(ask.Commitments[0], context.CommitmentTo(1, open.Challenge, open.Random));
        Assert.True(statement.Check(context, new([first.Data, last.Data], [open.Challenge])));
        Assert.Equal(ProofResult.Accepted, ((ProofMessage.End)messages[5]).Result);
    }

    [Fact]
    public void Files_are_believed()
    {
        foreach (var file in Vectors["files"]!.AsArray())
        {
            var proof = ProofFileText.Parse((string)file!);
            Assert.Equal(ProofVerdict.Accepted, proof.Check(RingId.OfPublic("main"), Verifier, proof.NotAfter));
        }

        Assert.Equal(Names.Count, Vectors["files"]!.AsArray().Count);
    }

    [Fact]
    public void Wishes_say_this()
    {
        foreach (var wish in Vectors["wishes"]!.AsArray())
        {
            var read = Assert.IsType<WishMessage>(ProofCodec.Read(Bytes(wish!["message"])));
            Assert.Equal((string)wish["claim"]!, read.Wished.Claim);
            Assert.Equal(Bytes(wish["message"]), ProofCodec.Write(read));
        }

        Assert.Equal(4, Vectors["wishes"]!.AsArray().Count);
    }

    [Fact]
    public void Tag_and_generator_are_these()
    {
        var (words, place) = ((string)Vectors["tag"]!["words"]!, (int)Vectors["known"]![1]!);
        var secret = Secp256k1Scalar.Read(Bytes(Vectors["secrets"]![place]), "x");

        Assert.Equal((string)Vectors["tag"]!["base"]!, ProofTag.BaseOf(Verifier, words).ToString());
        Assert.Equal((string)Vectors["tag"]!["tag"]!, ProofTag.Of(secret, Verifier, words).Point.ToString());
        Assert.Equal((string)Vectors["generator"]!, HashToSecp256k1.Of("rings/1 proof generator", []).ToString());
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Statements_that_break_a_rule_are_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => StatementCodec.Read(Convert.FromHexString(hex)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_that_break_a_rule_are_refused(string hex) =>
        Assert.Throws<ProtocolException>(() => ProofCodec.Read(Convert.FromHexString(hex)));

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
