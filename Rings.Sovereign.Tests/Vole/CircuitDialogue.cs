using System.Collections.Immutable;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;

namespace Rings.Sovereign.Tests.Vole;

/// <summary>One proof of a circuit with challenges that are drawn, kept so that a test changes what it likes.</summary>
internal sealed class CircuitDialogue
{
    private readonly Circuit _circuit;
    private readonly int _trees;
    private readonly VoleKernels _kernels;

    public CircuitDialogue(
        Circuit circuit, byte[] witness, byte[] outputs, int trees, SeededBytes random, VoleKernels? kernels = null)
    {
        (_circuit, _trees, _kernels, Outputs) = (circuit, trees, kernels ?? VoleKernels.Best, outputs);
        var shape = new VoleShape(circuit.WitnessBits, trees);
        Challenges = [.. Enumerable.Range(1, 3).Select(step => random.Next(shape.ChallengeBytes(step)))];
        using var prover = new CircuitProver(circuit, [.. witness], trees, [1, 2, 3], random.Fill, _kernels);
        Moves =
        [
            prover.Commit(), prover.Hash(Challenges[0]), prover.Check(Challenges[1]), prover.Open(Challenges[2]),
        ];
    }

    public byte[][] Moves { get; }

    public byte[][] Challenges { get; }

    public byte[] Outputs { get; }

    public int Bytes => Moves.Sum(move => move.Length);

    public bool IsAccepted(VoleKernels? kernels = null) => new CircuitVerifier(_circuit, Outputs, _trees, kernels ?? _kernels)
        .Verify(Memory(Moves), Memory(Challenges));

    /// <summary>A circuit of inputs and gates drawn at random, each of which the outputs depend on.</summary>
    public static Circuit Draw(int inputs, int ands, SeededBytes random)
    {
        var builder = new CircuitBuilder(inputs);
        var wires = Enumerable.Range(0, inputs).ToList();
        var sum = CircuitBuilder.Zero;
        for (var gate = 0; gate < ands; gate++)
        {
            var drawn = random.Next(3);
            var left = wires[drawn[0] % wires.Count];
            var right = builder.Xor(wires[drawn[1] % wires.Count], CircuitBuilder.One);
            wires.Add(builder.And(left, right));
            if (drawn[2] % 3 == 0) wires.Add(builder.Xor(wires[^1], left));
            sum = builder.Xor(sum, wires[^1]);
        }

        return Circuit.Of(builder.Finish([sum, builder.Not(sum), CircuitBuilder.One, wires[^1]]));
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> Memory(byte[][] parts) => [.. parts];
}
