using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;

namespace Rings.Sovereign.Tests.Vole;

/// <summary><c>vectors/circuits.json</c>: every byte of a proof, on both paths.</summary>
public sealed class CircuitVectorSpecs
{
    private static readonly JsonNode Vectors =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "circuits.json")))!;

    public static TheoryData<string, bool> Proofs => new()
    {
        { "proof", true }, { "proof", false }, { "sha256_block", true }, { "sha256_block", false },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public void A_proof_has_these_bytes_on_both_paths(string name, bool isPlain)
    {
        if ((isPlain ? VoleKernels.Plain : VoleKernels.Processor) is not { } kernels) return;
        var proof = Vectors[name]!;
        var circuit = name == "proof" ? Adder() : Circuit.Of(Sha256Circuit.First);
        var (witness, outputs) = CircuitValues.Of(circuit, Bytes(proof["inputs"]));
        var challenges = proof["challenges"]!.AsArray().Select(Bytes).ToArray();
        var trees = (int)proof["trees"]!;
        var drawn = Bytes(proof["draws"]![0]);

        using var prover = new CircuitProver(
            circuit, witness, trees, Bytes(proof["context"]), target => drawn.CopyTo(target), kernels);
        byte[][] moves =
        [
            prover.Commit(), prover.Hash(challenges[0]), prover.Check(challenges[1]), prover.Open(challenges[2]),
        ];

        Assert.Equal((int)proof["ands"]!, circuit.Ands);
        Assert.Equal(Bytes(proof["outputs"]), outputs);
        if (proof["moves"] is { } whole) Assert.Equal(whole.AsArray().Select(Bytes), moves);
        else Assert.Equal(proof["sha256_of_moves"]!.AsArray().Select(Bytes), moves.Select(move => SHA256.HashData(move)));
        Assert.True(new CircuitVerifier(circuit, outputs, trees, kernels).Verify(
            [.. moves.Select(move => (ReadOnlyMemory<byte>)move)], [.. challenges.Select(one => (ReadOnlyMemory<byte>)one)]));
    }

    [Fact]
    public void The_small_circuit_adds()
    {
        var circuit = Adder();
        Assert.Equal((string)Vectors["name"]!, Convert.ToHexStringLower(BristolReader.NameOf(Text())));
        for (var inputs = 0; inputs < 64; inputs++)
        {
            var sum = (inputs & 7) + (inputs >> 3);
            // What is said last is whether the sum is odd, by 1 ⊕ ¬(its lowest bit).
            Assert.Equal((byte)(sum | ((sum & 1) << 4)), CircuitValues.Of(circuit, [(byte)inputs]).Outputs[0]);
        }
    }

    private static Circuit Adder() => BristolReader.Read(Text());

    private static byte[] Text() => Encoding.ASCII.GetBytes((string)Vectors["circuit"]!);

    private static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);
}
