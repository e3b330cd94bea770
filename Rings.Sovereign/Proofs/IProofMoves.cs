namespace Rings.Sovereign.Proofs;

/// <summary>A prover's part of one proof: a move, and one more for each challenge.</summary>
/// <remarks>
/// The caller sees to it that each challenge is one that the verifier is bound to and that none is answered twice: two answers to
/// one move give the secret away. Whoever ends it, before its last move too, disposes it: that erases what is secret.
/// </remarks>
internal interface IProofMoves : IDisposable
{
    /// <summary>Move 1.</summary>
    byte[] First { get; }

    /// <summary>The move that answers the next challenge; called once for each round, in order.</summary>
    /// <param name="challenge">As long as the statement says.</param>
    byte[] Answer(ReadOnlySpan<byte> challenge);
}
