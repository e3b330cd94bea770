using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;

namespace Rings.Sovereign.Tests.Vole;

/// <summary>A transcript shows nothing, for who knows the challenges writes one; and two answers give the witness away.</summary>
public sealed class CircuitKnowledgeSpecs
{
    private readonly SeededBytes _random = new(91);

    [Fact]
    public void Who_knows_the_challenges_writes_an_accepted_transcript_without_a_witness()
    {
        // What comes out can come out by a wrong gate only. A polynomial that is zero at the known Δ hides it.
        var circuit = CircuitDialogue.Draw(8, 10, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, [0x3C], wrongGate: 0);
        var dialogue = new CircuitDialogue(circuit, witness, outputs, 5, _random);
        Assert.False(dialogue.IsAccepted());

        var bytes = new byte[16];
        dialogue.Challenges[2].CopyTo(bytes, 0);
        var weights = new WeightReader<PlainPath>(MemoryMarshal.Read<Vector128<ulong>>(dialogue.Challenges[1]));
        var coefficients = MemoryMarshal.Cast<byte, Vector128<ulong>>(dialogue.Moves[2].AsSpan());
        coefficients[1] ^= Field<PlainPath>.Multiply(weights.Next(), MemoryMarshal.Read<Vector128<ulong>>(bytes));

        Assert.True(dialogue.IsAccepted());
        dialogue.Challenges[2][0] ^= 1;
        Assert.False(dialogue.IsAccepted());
    }

    [Fact]
    public void Two_openings_of_one_proof_give_the_witness_away()
    {
        var circuit = CircuitDialogue.Draw(8, 40, _random);
        var (witness, _) = CircuitValues.Of(circuit, [0xA5]);
        // The prover is set back: the same chances, and another last challenge.
        byte[][] Say(byte delta)
        {
            using var prover = new CircuitProver(circuit, [.. witness], 2, [1], new SeededBytes(7).Fill, VoleKernels.Best);
            return [prover.Commit(), prover.Hash(new byte[32]), prover.Check(new byte[16]), prover.Open([delta, 9])];
        }

        var (one, other) = (Say(3), Say(200));
        Assert.Equal(one[..3], other[..3]);
        var (leaves, hidden) = (LeavesOf(one, 3), LeavesOf(other, 200));
        leaves[3] = hidden[3];
        var shape = new VoleShape(circuit.WitnessBits, 2);
        var (rows, sum) = (new Vector128<ulong>[shape.RowBlocks * 8], new Vector128<ulong>[shape.RowBlocks]);
        LeafRows.Fill<PlainPath>(leaves, 0, MemoryMarshal.Read<Vector128<ulong>>(one[0]), rows, 8, 0, sum);
        var mask = MemoryMarshal.AsBytes<Vector128<ulong>>(sum).ToArray();

        var found = one[1].Skip(64).Select((masked, place) => (byte)(masked ^ mask[place])).ToArray();

        Assert.Equal(witness[..^1], found[..^1]);
    }

    private static Vector128<ulong>[] LeavesOf(byte[][] moves, int hidden)
    {
        var places = new Vector128<ulong>[SeedTree.Places];
        SeedTree.Grow<PlainPath>(moves[0][..32], 0, places, moves[3].AsSpan(0, VoleShape.OpeningBytes), hidden);
        return places[VoleShape.Leaves..];
    }
}
