using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 12: statements, a live proof of each kind, proofs in files, and what is refused.</summary>
internal static class ProofVectors
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Prover = Did.Read(Bytes(0x60, 20));
    private static readonly Did Verifier = Did.Read(Bytes(0x40, 20));
    private static readonly SecretId Id = SecretId.Read(Bytes(0x80, 16));
    private static readonly Instant End = Instant.FromUnixMilliseconds(1_800_000_000_000);

    public static JsonObject Make()
    {
        var secrets = Enumerable.Range(1, 20).Select(number => Secp256k1Scalar.Read(Bytes(number, 32), "x")).ToArray();
        var keys = secrets.Select(Secp256k1Point.OfSecret).ToArray();
        var tag = ProofTag.Of(secrets[2], Verifier, "vote 7");
        var own = new OwnStatement(keys[0]);
        var same = new SameOwnerStatement(keys[2], tag);
        var number = Edwards25519Scalar.Reduce(Bytes(1, 64));
        var edwards = new EdwardsStatement(Edwards25519Point.OfSecret(number));
        var statements = new (string Name, ProofStatement Statement)[]
        {
            ("own key", own),
            ("own account", new OwnStatement(keys[0], AccountDid.OfEthereum(keys[0].ToUncompressed()))),
            ("same owner", same),
            ("all", new AllStatement([own, same])),
            ("any", new AnyStatement([new OwnStatement(keys[1]), same])),
            ("one of three", new OneOfStatement([.. keys[..3]])),
            ("one of twenty, tagged", new OneOfStatement([.. keys], tag)),
            ("own Ed25519 account", edwards),
            ("one of two, one with an Ed25519 key", new AnyStatement([new OwnStatement(keys[1]), edwards])),
        };
        var (known, ofEdwards) = (new KeysWitness(secrets[0], secrets[2]), new KeysWitness(number));
        KeysWitness WitnessOf(string name) => name.Contains("Ed25519", StringComparison.Ordinal) ? ofEdwards : known;
        return new()
        {
            ["description"] = "Rings/1: proofs, bytes in hex; docs/protocol/12-proofs.md",
            ["ring"] = Hex(Ring.ToByteArray()),
            ["prover"] = Prover.ToString(),
            ["verifier"] = Verifier.ToString(),
            ["secrets"] = new JsonArray([.. secrets.Select(secret => (JsonNode)Hex(secret.ToByteArray()))]),
            ["known"] = new JsonArray(0, 2),
            ["edwards_secret"] = Hex(number.ToByteArray()),
            ["generator"] = HashToSecp256k1.Of("rings/1 proof generator", []).ToString(),
            ["tag"] = new JsonObject
            {
                ["words"] = tag.Words,
                ["base"] = ProofTag.BaseOf(Verifier, tag.Words).ToString(),
                ["tag"] = tag.Point.ToString(),
            },
            ["live"] = new JsonArray([.. statements.Select(one => Live(one.Name, one.Statement, WitnessOf(one.Name)))]),
            ["files"] = new JsonArray([.. statements.Select(one => (JsonNode)ProofFileText.Of(
                ProofFile.Make(Ring, Verifier, one.Statement, End, WitnessOf(one.Name), new Draws(0x30).Fill)!))]),
            ["wishes"] = new JsonArray([.. Wishes().Select(Wish)]),
            ["refused_statements"] = new JsonArray([.. Refused(keys).Select(bytes => (JsonNode)Hex(bytes))]),
            ["refused_messages"] = new JsonArray([.. RefusedMessages().Select(bytes => (JsonNode)Hex(bytes))]),
        };
    }

    private static JsonObject Live(string name, ProofStatement statement, KeysWitness witness)
    {
        var draws = new Draws(0x10);
        var verifier = new LiveVerifier(Ring, Prover, Verifier, Id, statement, isWary: false, draws.Fill);
        var prover = LiveProver.Begin(Ring, Prover, Verifier, verifier.Ask, statement, witness, draws.Fill)!;
        var open = (ProofMessage.Open)verifier.Take(prover.First);
        var last = (ProofMessage.Move)prover.Answer(open);
        var messages = (ProofMessage[])[
            new ProofMessage.Offer(Id, statement.ToBytes()), verifier.Ask, prover.First, open, last, (ProofMessage.End)verifier.Take(last)];
        return new()
        {
            ["name"] = name,
            ["claim"] = statement.Claim,
            ["draws"] = draws.ToJson(),
            ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)Hex(ProofCodec.Write(message)))]),
        };
    }

    private static IEnumerable<ProofWish> Wishes() =>
    [
        new OwnWish(), new PreimageWish(Bytes32.Read(Bytes(0x20, 32))),
        new CredentialWish(Verifier, "adults", "born<=2008-11-28", isAnonymous: false, words: null),
        new CredentialWish(Verifier, "club", "", isAnonymous: true, "vote 7"),
    ];

    private static JsonObject Wish(ProofWish wish) => new()
    {
        ["claim"] = wish.Claim,
        ["message"] = Hex(ProofCodec.Write(new WishMessage(Id, wish))),
    };

    private static IEnumerable<byte[]> Refused(Secp256k1Point[] keys)
    {
        var (one, two) = (Field(1, keys[0].Encoded), Field(1, keys[1].Encoded));
        var own = new OwnStatement(keys[0]).ToBytes().AsSpan().ToArray();
        yield return [];
        yield return Field(1, new byte[33]);
        yield return Field(1, keys[0].ToUncompressed());
        yield return Field(2, one);
        yield return Field(2, [.. one, .. one]);
        yield return Field(2, [.. one, .. two, .. Field(2, [.. Field(1, "x"u8), .. Field(2, new byte[33])])]);
        yield return Field(2, [.. one, .. two, .. Field(2, [.. Field(1, "a\n"u8), .. Field(2, keys[0].Encoded)])]);
        yield return Field(4, [.. one, .. Field(2, new byte[20])]);
        yield return Field(5, one);
        yield return Field(6, Field(1, own));
        // The identity, a point of order 2, and 31 bytes.
        yield return Field(11, [1, .. new byte[31]]);
        yield return Field(11, [0xEC, .. Enumerable.Repeat((byte)0xFF, 30), 0x7F]);
        yield return Field(11, new byte[31]);
        yield return [.. own, 0x18, 1];
        yield return [.. own, 0x78, 1];
    }

    private static IEnumerable<byte[]> RefusedMessages()
    {
        var move = new ProofMessage.Move(Id, 1, [1]);
        return ((ProofMessage[])
        [
            new ProofMessage.Offer(Id, []), move with { Parts = 0 }, move with { Part = 1 }, move with { Parts = 2 },
            move with { Step = 5 }, move with { Parts = ProofCodec.MaxParts + 1 }, new ProofMessage.Open(Id, 1, [], default),
            new ProofMessage.Open(Id, 1, [.. new byte[33]], default), new ProofMessage.End(Id, 0),
        ]).Select(ProofCodec.Write);
    }
}
