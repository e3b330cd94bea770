using Rings.Sovereign.Circuits;
using Rings.Sovereign.Tests.Circuits;
using Rings.Sovereign.Vole;
using Xunit.Abstractions;

namespace Rings.Sovereign.Tests.Vole;

public sealed class CircuitProofSpecs(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("RINGS_PROOFS_FULL") is not null;
    private readonly SeededBytes _random = new(51);

    [Theory]
    [InlineData(5, 16)]
    [InlineData(10, 32)]
    [InlineData(16, 50)]
    public void Who_knows_what_hashes_to_it_is_believed(int trees, int mostKiB)
    {
        var circuit = Circuit.Of(Sha256Circuit.First);
        var (witness, outputs) = CircuitValues.Of(circuit, Sha256CircuitSpecs.Padded([1, 2, 3]));

        var dialogue = new CircuitDialogue(circuit, witness, outputs, trees, _random);

        Assert.True(dialogue.IsAccepted());
        output.WriteLine($"τ = {trees}: {dialogue.Bytes / 1024.0:F1} KiB");
        Assert.InRange(dialogue.Bytes, 1, mostKiB * 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(119)] // With the mask of 128 bits just under a unit of 256 bits, ...
    [InlineData(120)] // ... at it, ...
    [InlineData(121)] // ... and above it.
    [InlineData(500)]
    public void Circuits_of_any_size_are_proven_on_both_paths(int ands)
    {
        var circuit = CircuitDialogue.Draw(8, ands, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, _random.Next(1));

        var plain = new CircuitDialogue(circuit, witness, outputs, 2, new(ands), VoleKernels.Plain);
        Assert.True(plain.IsAccepted());
        if (VoleKernels.Processor is not { } processor) return;
        var fast = new CircuitDialogue(circuit, witness, outputs, 2, new(ands), processor);

        Assert.Equal(plain.Moves, fast.Moves);
        Assert.True(fast.IsAccepted(VoleKernels.Plain) && plain.IsAccepted(processor));
    }

    [Fact]
    public void A_circuit_of_parts_is_proven_as_one()
    {
        var plan = new CircuitPlan(512);
        var once = plan.Place(Sha256Circuit.First, plan.Inputs(0, 512));
        var circuit = plan.Finish(plan.Place(Sha256Circuit.Next, once, plan.Inputs(0, 512)));
        var (witness, outputs) = CircuitValues.Of(circuit, _random.Next(64));

        Assert.True(new CircuitDialogue(circuit, witness, outputs, 5, _random).IsAccepted());
    }

    [Fact]
    public void Each_gate_that_is_wrong_is_caught()
    {
        var circuit = CircuitDialogue.Draw(16, 200, _random);
        var inputs = _random.Next(2);
        Assert.Equal(200, circuit.Ands);
        for (var gate = 0; gate < circuit.Ands; gate++)
        {
            // What comes out is what the wrong gate makes of it, so nothing but the gate gives it away.
            var (witness, outputs) = CircuitValues.Of(circuit, inputs, gate);

            Assert.False(new CircuitDialogue(circuit, witness, outputs, 5, _random).IsAccepted(), $"gate {gate}");
        }
    }

    [Fact]
    public void Other_outputs_are_refused()
    {
        var circuit = CircuitDialogue.Draw(16, 30, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, _random.Next(2));
        for (var bit = 0; bit < circuit.Outputs.Length; bit++)
        {
            var other = (byte[])outputs.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(new CircuitDialogue(circuit, witness, other, 5, _random).IsAccepted());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_changed_bit_of_any_move_is_refused(int move)
    {
        var circuit = CircuitDialogue.Draw(13, 60, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, _random.Next(2));
        var dialogue = new CircuitDialogue(circuit, witness, outputs, 2, _random);
        Assert.True(dialogue.IsAccepted());
        var bytes = dialogue.Moves[move];
        // Every bit where that is quick, else each 11th.
        var every = IsFull || bytes.Length < 150 ? 1 : 11;
        for (var bit = 0; bit < bytes.Length * 8; bit += every)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(dialogue.IsAccepted(), $"move {move + 1}, bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(dialogue.IsAccepted());
    }

    [Fact]
    public void Moves_of_other_lengths_and_spare_bits_are_refused()
    {
        var circuit = CircuitDialogue.Draw(13, 60, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, _random.Next(2));
        var dialogue = new CircuitDialogue(circuit, witness, outputs, 2, _random);
        for (var move = 0; move < 4; move++)
        {
            var right = dialogue.Moves[move];
            foreach (var wrong in (byte[][])[[], right[..^1], [.. right, 0]])
            {
                dialogue.Moves[move] = wrong;
                Assert.False(dialogue.IsAccepted());
            }

            dialogue.Moves[move] = right;
        }

        Assert.Equal(73, circuit.WitnessBits);
        dialogue.Moves[1][^1] |= 0x80;
        Assert.False(dialogue.IsAccepted());
    }

    [Fact]
    public void A_move_is_made_once_and_in_its_turn()
    {
        var circuit = CircuitDialogue.Draw(8, 10, _random);
        var (witness, _) = CircuitValues.Of(circuit, [5]);
        using var prover = new CircuitProver(circuit, witness, 2, [], _random.Fill, VoleKernels.Best);

        Assert.Throws<InvalidOperationException>(() => prover.Hash(new byte[32]));
        prover.Commit();
        Assert.Throws<InvalidOperationException>(prover.Commit);
        prover.Hash(new byte[32]);
        Assert.Throws<InvalidOperationException>(() => prover.Hash(new byte[32]));
        prover.Check(new byte[16]);
        prover.Open([1, 2]);
        Assert.Throws<InvalidOperationException>(() => prover.Open([3, 4]));
    }

    [Fact]
    public void A_source_that_repeats_itself_gives_other_trees_in_another_context()
    {
        var circuit = CircuitDialogue.Draw(8, 10, _random);
        byte[] Commit(byte context)
        {
            using var prover = new CircuitProver(
                circuit, CircuitValues.Of(circuit, [5]).Witness, 2, [context], new SeededBytes(1).Fill, VoleKernels.Best);
            return prover.Commit();
        }

        Assert.Equal(Commit(1), Commit(1));
        Assert.NotEqual(Commit(1), Commit(2));
    }

    [Fact]
    public void Moves_say_nothing_that_depends_on_the_witness_alone()
    {
        // With the mask of each bit unknown, each bit of the masked witness is as often 0 as 1: over 400 proofs within 5 σ.
        var circuit = CircuitDialogue.Draw(8, 24, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, [0x55]);
        var ones = new int[circuit.WitnessBits];
        const int Runs = 400;
        for (var run = 0; run < Runs; run++)
        {
            var masked = new CircuitDialogue(circuit, witness, outputs, 1, _random).Moves[1].AsSpan(64);
            for (var bit = 0; bit < ones.Length; bit++) ones[bit] += masked[bit / 8] >> (bit % 8) & 1;
        }

        Assert.All(ones, count => Assert.InRange(count, (Runs / 2) - 50, (Runs / 2) + 50));
    }
}
