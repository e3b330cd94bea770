using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>
/// Proves a statement to one verifier, once. The verifier is bound to its challenges before it sees anything (after Goldreich and
/// Kahan, 1996).
/// </summary>
/// <remarks>In memory only; a proof that breaks off begins with a new id. It answers each opening once, in order.</remarks>
internal sealed class LiveProver : IDisposable
{
    private readonly ProofContext _context;
    private readonly ImmutableArray<int> _lengths;
    private IProofMoves? _moves;
    private int _answered;

    private LiveProver(ProofContext context, ProofStatement statement, IProofMoves moves)
    {
        (_context, _moves) = (context, moves);
        _lengths = statement.ChallengeBytes(context.Ask.Bits);
        First = new(context.Ask.Id, 1, [.. moves.First]);
    }

    /// <summary>The first move.</summary>
    public ProofMessage.Move First { get; }

    /// <summary>Whether all that was asked was answered.</summary>
    public bool IsDone => _answered == _lengths.Length;

    /// <summary>Whether a prover can answer what is asked, apart from knowing the secret.</summary>
    public static bool Knows(ProofMessage.Ask ask, ProofStatement statement)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(statement);
        return statement.Takes(ask.Bits) && ask.Commitments.Length == statement.Rounds;
    }

    /// <summary>Begins to answer.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="self">The prover.</param>
    /// <param name="verifier">The verifier.</param>
    /// <param name="ask">What it asked; one that <see cref="Knows"/> says yes to.</param>
    /// <param name="statement">The statement that it asked for.</param>
    /// <param name="witness">What the prover knows.</param>
    /// <param name="random">For the moves.</param>
    /// <returns>Null: the witness is none for this statement.</returns>
    public static LiveProver? Begin(
        RingId ring, Did self, Did verifier, ProofMessage.Ask ask, ProofStatement statement, ProofWitness witness,
        RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(random);
        var context = new ProofContext(ring, self, verifier, ask);
        return statement.Begin(context, witness, random) is { } moves ? new(context, statement, moves) : null;
    }

    /// <summary>Erases what is secret; nothing is answered any more.</summary>
    public void Dispose()
    {
        _moves?.Dispose();
        _moves = null;
    }

    /// <summary>The verifier has opened a challenge.</summary>
    /// <returns>The next move, if that is the challenge that it was bound to; else the end, and nothing is answered any more.</returns>
    public ProofMessage Answer(ProofMessage.Open open)
    {
        ArgumentNullException.ThrowIfNull(open);
        var moves = _moves;
        _moves = null;
        if (moves is null || IsDone || open.Step != _answered + 1 || open.Challenge.Length != _lengths[_answered]
            || _context.CommitmentTo(open.Step, open.Challenge, open.Random) != _context.Ask.Commitments[_answered])
        {
            moves?.Dispose();
            return new ProofMessage.End(open.Id, ProofResult.WrongOpening);
        }

        _answered++;
        var answer = moves.Answer(open.Challenge.AsSpan());
        if (IsDone) moves.Dispose();
        else _moves = moves;
        return new ProofMessage.Move(open.Id, _answered + 1, [.. answer]);
    }
}
