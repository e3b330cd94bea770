using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>
/// "I know bits that make this circuit give that": QuickSilver over VOLE in the head, three challenges. Live with 40 bits, or 80
/// where many proofs were refused; in a file with 128.
/// </summary>
public abstract class CircuitStatement : ProofStatement
{
    private const int FewBits = 40;
    private const int MoreBits = 80;

    private Circuit? _circuit;

    private protected CircuitStatement()
    {
    }

    /// <inheritdoc/>
    public sealed override int Rounds => VoleShape.Moves - 1;

    /// <summary>Never: no address and no branch depends on a secret.</summary>
    public sealed override bool TakesTellingTime => false;

    /// <inheritdoc/>
    public override bool Lists(Did did) => false;

    /// <summary>The circuit, made when it is needed first.</summary>
    internal Circuit Circuit => _circuit ??= MakeCircuit();

    internal sealed override int LiveBits(bool isWary) => isWary ? MoreBits : FewBits;

    internal sealed override bool Takes(int bits) => VoleShape.TreesOf(bits) > 0;

    internal sealed override ImmutableArray<int> ChallengeBytes(int bits)
    {
        var shape = new VoleShape(0, VoleShape.TreesOf(bits));
        return [shape.ChallengeBytes(1), shape.ChallengeBytes(2), shape.ChallengeBytes(3)];
    }

    internal sealed override int MoveBytes(int step, int bits) => ShapeOf(bits).MoveBytes(step);

    /// <summary>Its rows, in an array of the pool: that has up to twice their size.</summary>
    internal sealed override long ProvingBytes(int bits) =>
        (long)BitOperations.RoundUpToPowerOf2((uint)(ShapeOf(bits).RowBlocks * ShapeOf(bits).Rows)) * VoleShape.BlockBytes;

    internal sealed override IProofMoves? Begin(ProofContext context, ProofWitness witness, RandomBytes random)
    {
        if (InputsOf(witness, context) is not { } inputs) return null;
        var (bits, outputs) = CircuitValues.Of(Circuit, inputs);
        CryptographicOperations.ZeroMemory(inputs);
        if (outputs.AsSpan().SequenceEqual(Outputs(context).AsSpan()))
        {
            byte[] bound = [.. context.Hash(), .. context.Ask.Commitments.SelectMany(one => one.ToByteArray())];
            return new CircuitMoves(new(
                Circuit, bits, VoleShape.TreesOf(context.Ask.Bits), bound, random, VoleKernels.Best));
        }

        CryptographicOperations.ZeroMemory(bits);
        return null;
    }

    internal sealed override bool Check(ProofContext context, ProofTranscript said) =>
        new CircuitVerifier(Circuit, Outputs(context).AsMemory(), VoleShape.TreesOf(context.Ask.Bits), VoleKernels.Best).Verify(
            [.. said.Moves.Select(move => move.AsMemory())], [.. said.Challenges.Select(challenge => challenge.AsMemory())]);

    /// <summary>Makes the circuit.</summary>
    private protected abstract Circuit MakeCircuit();

    /// <summary>What must come out of it.</summary>
    private protected abstract ImmutableArray<byte> Outputs(ProofContext context);

    /// <summary>The secret bits that go in, in an array of their own.</summary>
    /// <returns>Null: the witness is of another kind.</returns>
    private protected abstract byte[]? InputsOf(ProofWitness witness, ProofContext context);

    private VoleShape ShapeOf(int bits) => new(Circuit.WitnessBits, VoleShape.TreesOf(bits));

    private sealed class CircuitMoves : IProofMoves
    {
        private readonly CircuitProver _prover;
        private int _answered;

        public CircuitMoves(CircuitProver prover) => (_prover, First) = (prover, prover.Commit());

        public byte[] First { get; }

        public byte[] Answer(ReadOnlySpan<byte> challenge) => ++_answered switch
        {
            1 => _prover.Hash(challenge),
            2 => _prover.Check(challenge),
            _ => _prover.Open(challenge),
        };

        public void Dispose() => _prover.Dispose();
    }
}
