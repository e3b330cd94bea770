using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of 12.3: every byte of a proof of a small circuit, and the hashes of one of SHA-256.</summary>
internal static class CircuitVectors
{
    /// <summary>Adds two numbers of three bits, and says whether the sum is odd, with every kind of gate.</summary>
    private const string Adder = """
        18 24
        2 3 3
        2 4 1
        2 1 0 3 6 XOR
        2 1 0 3 7 AND
        2 1 1 4 8 XOR
        2 1 8 7 9 XOR
        2 1 1 4 10 AND
        2 1 8 7 11 AND
        2 1 10 11 12 XOR
        2 1 2 5 13 XOR
        2 1 13 12 14 XOR
        2 1 2 5 15 AND
        2 1 13 12 16 AND
        1 1 1 17 EQ
        1 1 6 18 INV
        2 1 15 16 22 XOR
        1 1 14 21 EQW
        1 1 9 20 EQW
        1 1 6 19 EQW
        2 1 17 18 23 XOR

        """;

    public static JsonObject Make() => new()
    {
        ["description"] = "Rings/1: proofs of circuits, bytes in hex; docs/protocol/12-proofs.md",
        ["circuit"] = Adder,
        ["name"] = Hex(BristolReader.NameOf(Encoding.ASCII.GetBytes(Adder))),
        ["proof"] = Prove(BristolReader.Read(Encoding.ASCII.GetBytes(Adder)), [0b011_101], 5, isWhole: true),
        ["sha256_block"] = Prove(Circuit.Of(Sha256Circuit.First), Bytes(1, 64), 16, isWhole: false),
    };

    private static JsonObject Prove(Circuit circuit, byte[] inputs, int trees, bool isWhole)
    {
        var (witness, outputs) = CircuitValues.Of(circuit, inputs);
        var shape = new VoleShape(circuit.WitnessBits, trees);
        var challenges = Enumerable.Range(1, 3).Select(step => Bytes(0x30 * step, shape.ChallengeBytes(step))).ToArray();
        var draws = new Draws(0x11);
        using var prover = new CircuitProver(circuit, witness, trees, Bytes(0x77, 32), draws.Fill, VoleKernels.Plain);
        byte[][] moves =
        [
            prover.Commit(), prover.Hash(challenges[0]), prover.Check(challenges[1]), prover.Open(challenges[2]),
        ];
        return new()
        {
            ["ands"] = circuit.Ands,
            ["trees"] = trees,
            ["inputs"] = Hex(inputs),
            ["outputs"] = Hex(outputs),
            ["context"] = Hex(Bytes(0x77, 32)),
            ["draws"] = draws.ToJson(),
            ["challenges"] = new JsonArray([.. challenges.Select(one => (JsonNode)Hex(one))]),
            [isWhole ? "moves" : "sha256_of_moves"] = new JsonArray(
                [.. moves.Select(move => (JsonNode)Hex(isWhole ? move : SHA256.HashData(move)))]),
        };
    }
}
