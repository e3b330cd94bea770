using System.Buffers.Binary;
using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>A statement about logarithms of points of secp256k1: one challenge of 16 bytes.</summary>
public abstract class GroupStatement : ProofStatement
{
    /// <summary>Bits of a challenge.</summary>
    public const int Bits = 128;

    /// <summary>The most statements that one is put together of, itself counted; and how deep.</summary>
    internal const int MaxNodes = 64, MaxDepth = 4;

    private (int Move, int Answer) _lengths;

    private protected GroupStatement()
    {
    }

    /// <inheritdoc/>
    public sealed override int Rounds => 1;

    /// <summary>Statements that it is put together of, itself counted.</summary>
    internal virtual int Nodes => 1;

    /// <summary>How deep it is put together; 1: it is not.</summary>
    internal virtual int Depth => 1;

    internal sealed override int LiveBits(bool isWary) => Bits;

    internal sealed override bool Takes(int bits) => bits == Bits;

    internal sealed override ImmutableArray<int> ChallengeBytes(int bits) => [Bits / 8];

    internal sealed override int MoveBytes(int step, int bits)
    {
        // A tag's base has no part in a length: any verifier's will do.
        if (_lengths == default && Sigma(Did.Zero) is var sigma) _lengths = (sigma.MoveBytes, sigma.AnswerBytes);
        return step == 1 ? _lengths.Move : _lengths.Answer;
    }

    internal sealed override long ProvingBytes(int bits) => MoveBytes(1, bits);

    internal sealed override IProofMoves? Begin(ProofContext context, ProofWitness witness, RandomBytes random)
    {
        if (witness is not KeysWitness keys) return null;
        var sigma = Sigma(context.Verifier);
        if (!sigma.IsFor(keys)) return null;
        using var draws = SigmaDraws.Of(keys, context, random);
        return new SigmaMoves(sigma.Begin(keys, draws));
    }

    internal sealed override bool Check(ProofContext context, ProofTranscript said)
    {
        var (sigma, move, answer) = (Sigma(context.Verifier), said.Moves[0], said.Moves[1]);
        return move.Length == sigma.MoveBytes && answer.Length == sigma.AnswerBytes
            && sigma.Check(move.AsSpan(), BinaryPrimitives.ReadUInt128BigEndian(said.Challenges[0].AsSpan()), answer.AsSpan());
    }

    /// <summary>The protocol that proves it to a verifier, whose tags' bases are its own.</summary>
    internal abstract Sigma Sigma(Did verifier);

    private sealed class SigmaMoves(SigmaRun run) : IProofMoves
    {
        public byte[] First => run.Move;

        public byte[] Answer(ReadOnlySpan<byte> challenge) => run.Answer(BinaryPrimitives.ReadUInt128BigEndian(challenge));

        public void Dispose()
        {
            // Its numbers are values that nothing can erase.
        }
    }
}
