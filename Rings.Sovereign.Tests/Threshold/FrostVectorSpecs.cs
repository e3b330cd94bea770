using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.Tests.Threshold;

/// <summary>RFC 9591, appendix E.1: FROST(Ed25519, SHA-512), byte for byte.</summary>
public sealed class FrostVectorSpecs
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "frost-ed25519.json")))!;

    private static readonly Edwards25519Point GroupKey = Edwards25519Point.Read(Bytes(Vectors["inputs"]!["group_public_key"]), "key");
    private static readonly byte[] Message = Bytes(Vectors["inputs"]!["message"]);
    private static readonly List<JsonNode> Signers = [.. Vectors["round_one_outputs"]!["outputs"]!.AsArray().Select(one => one!)];

    [Fact]
    public void Shares_are_those_of_the_polynomial()
    {
        Edwards25519Scalar[] polynomial =
        [
            Number(Vectors["inputs"]!["group_secret_key"]),
            .. Vectors["inputs"]!["share_polynomial_coefficients"]!.AsArray().Select(Number),
        ];

        Assert.Equal(GroupKey, Edwards25519Point.OfSecret(polynomial[0]));
        Assert.All(Vectors["inputs"]!["participant_shares"]!.AsArray(), share =>
            Assert.Equal(ShareOf((int)share!["identifier"]!), Feldman.At(polynomial, (int)share["identifier"]!)));
    }

    [Fact]
    public void Nonces_and_commitments_are_these() => Assert.All(Signers, signer =>
    {
        var nonces = NoncesOf(signer);

        Assert.Equal(Bytes(signer["hiding_nonce_commitment"]), nonces.Commitment.Hiding.Encoded.ToArray());
        Assert.Equal(Bytes(signer["binding_nonce_commitment"]), nonces.Commitment.Binding.Encoded.ToArray());
        var (hiding, binding) = nonces.Take()!.Value;
        Assert.Equal(Bytes(signer["hiding_nonce"]), hiding.ToByteArray());
        Assert.Equal(Bytes(signer["binding_nonce"]), binding.ToByteArray());
    });

    [Fact]
    public void Binding_factors_are_these()
    {
        var list = List();
        var signing = new FrostSigning(GroupKey, Message, list);

        Assert.All(Signers, signer =>
        {
            var index = (int)signer["identifier"]!;
            byte[] input = [.. FrostSigning.PrefixOf(GroupKey, Message, list), .. Edwards25519Scalar.Of((uint)index).ToByteArray()];
            Assert.Equal(Bytes(signer["binding_factor_input"]), input);
            Assert.Equal(Bytes(signer["binding_factor"]), signing.FactorOf(index).ToByteArray());
        });
    }

    [Fact]
    public void Parts_and_the_signature_are_these()
    {
        var list = List();
        var signing = new FrostSigning(GroupKey, Message, list);
        var parts = Vectors["round_two_outputs"]!["outputs"]!.AsArray().Select(one =>
        {
            var index = (int)one!["identifier"]!;
            var part = FrostSigning.Sign(
                GroupKey, Message, list, ShareOf(index), NoncesOf(Signers.Single(signer => (int)signer["identifier"]! == index)))!.Value;
            Assert.Equal(Bytes(one["sig_share"]), part.ToByteArray());
            Assert.True(signing.Fits(index, part, Edwards25519Point.OfSecret(ShareOf(index))));
            Assert.False(signing.Fits(index, part + Edwards25519Scalar.One, Edwards25519Point.OfSecret(ShareOf(index))));
            return part;
        }).ToList();

        var signature = signing.Aggregate(parts);

        Assert.Equal(Bytes(Vectors["final_output"]!["sig"]), signature);
        Assert.True(Ed25519PublicKey.Read(GroupKey.Encoded).Verify(Message, signature));
    }

    private static List<FrostCommitment> List() => [.. Signers.Select(signer => NoncesOf(signer).Commitment)];

    private static FrostNonces NoncesOf(JsonNode signer)
    {
        var index = (int)signer["identifier"]!;
        return new(
            index, FrostNonces.Generate(Bytes(signer["hiding_nonce_randomness"]), ShareOf(index)),
            FrostNonces.Generate(Bytes(signer["binding_nonce_randomness"]), ShareOf(index)));
    }

    private static Edwards25519Scalar ShareOf(int index) => Number(Vectors["inputs"]!["participant_shares"]!.AsArray()
        .Single(share => (int)share!["identifier"]! == index)!["participant_share"]);

    private static Edwards25519Scalar Number(JsonNode? hex) => Edwards25519Scalar.Read(Bytes(hex), "number");

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
