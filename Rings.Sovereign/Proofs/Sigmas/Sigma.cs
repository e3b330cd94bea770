namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>
/// A protocol of three moves: a move, a challenge of 16 bytes, an answer. Two answers to one move give the secret away; who knows
/// the challenge beforehand needs no secret, so that a transcript shows none.
/// </summary>
internal abstract class Sigma
{
    /// <summary>Bytes of the move, always.</summary>
    public abstract int MoveBytes { get; }

    /// <summary>Bytes of the answer, always.</summary>
    public abstract int AnswerBytes { get; }

    /// <summary>Whether somebody knows what is to be shown.</summary>
    public abstract bool IsFor(KeysWitness witness);

    /// <summary>Makes the move.</summary>
    /// <param name="witness">One that it is for.</param>
    /// <param name="draws">Numbers that nobody can foresee.</param>
    public abstract SigmaRun Begin(KeysWitness witness, SigmaDraws draws);

    /// <summary>A transcript for a challenge that is known beforehand, without any secret.</summary>
    public abstract (byte[] Move, byte[] Answer) Simulate(UInt128 challenge, SigmaDraws draws);

    /// <summary>Whether an answer fits.</summary>
    /// <param name="move">As many bytes as a move has.</param>
    /// <param name="challenge">The challenge.</param>
    /// <param name="answer">As many bytes as an answer has.</param>
    /// <exception cref="Rings.Protocol.ProtocolException">A point or a number is none.</exception>
    public abstract bool Check(ReadOnlySpan<byte> move, UInt128 challenge, ReadOnlySpan<byte> answer);
}
