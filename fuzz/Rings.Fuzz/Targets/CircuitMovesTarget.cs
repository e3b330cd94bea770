using System.Collections.Immutable;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;

namespace Rings.Fuzz.Targets;

/// <summary>The four moves of a proof of a circuit, one behind the other, and their check.</summary>
internal sealed class CircuitMovesTarget : IFuzzTarget
{
    private const int Trees = 2;

    private static readonly Circuit Small = MakeCircuit();
    private static readonly VoleShape Shape = new(Small.WitnessBits, Trees);
    private static readonly byte[] Outputs = CircuitValues.Of(Small, [5]).Outputs;
    private static readonly ImmutableArray<ReadOnlyMemory<byte>> Challenges =
        [.. Enumerable.Range(1, 3).Select(step => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)step, Shape.ChallengeBytes(step)).ToArray())];

    public string Name => "circuit-moves";

    public int MaxBytes => 1024;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var (witness, _) = CircuitValues.Of(Small, [5]);
        using var prover = new CircuitProver(Small, witness, Trees, [], bytes => bytes.Fill(7), VoleKernels.Best);
        yield return
        [
            .. prover.Commit(), .. prover.Hash(Challenges[0].Span), .. prover.Check(Challenges[1].Span),
            .. prover.Open(Challenges[2].Span),
        ];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        var moves = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var rest = input.ToArray().AsMemory();
        for (var step = 1; step <= VoleShape.Moves; step++)
        {
            var length = step == VoleShape.Moves ? rest.Length : Math.Min(rest.Length, Shape.MoveBytes(step));
            moves.Add(rest[..length]);
            rest = rest[length..];
        }

        new CircuitVerifier(Small, Outputs, Trees, VoleKernels.Best).Verify(moves.ToImmutable(), Challenges);
    }

    private static Circuit MakeCircuit()
    {
        var builder = new CircuitBuilder(4);
        return Circuit.Of(builder.Finish([builder.And(builder.Or(0, 1), builder.And(2, builder.Not(3)))]));
    }
}
