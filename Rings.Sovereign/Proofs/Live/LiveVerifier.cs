using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>Lets somebody prove a statement, live; the other side is <see cref="LiveProver"/>.</summary>
internal sealed class LiveVerifier
{
    private readonly ProofContext _context;
    private readonly ProofStatement _statement;
    private readonly ImmutableArray<(ImmutableArray<byte> Challenge, Bytes32 Random)> _bound;
    private readonly List<ImmutableArray<byte>> _moves = [];
    private bool _isOver;

    /// <summary>Begins to ask.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="prover">Who is asked.</param>
    /// <param name="self">The verifier.</param>
    /// <param name="id">The proof's name.</param>
    /// <param name="statement">What is to be proven.</param>
    /// <param name="isWary">Whether many proofs were refused today: more bits are asked for where there is a choice.</param>
    /// <param name="random">For nonce and challenges.</param>
    public LiveVerifier(
        RingId ring, Did prover, Did self, SecretId id, ProofStatement statement, bool isWary, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(random);
        _statement = statement;
        var bits = statement.LiveBits(isWary);
        // The commitments are not part of the context that they are bound to.
        _context = new(ring, prover, self, new(id, statement.ToBytes(), Bytes32.Draw(random), [], bits));
        _bound = [.. statement.ChallengeBytes(bits).Select(length => (Draw(length, random), Bytes32.Draw(random)))];
        Ask = _context.Ask with
        {
            Commitments = [.. _bound.Select((one, place) => _context.CommitmentTo(place + 1, one.Challenge, one.Random))],
        };
    }

    /// <summary>What to send first.</summary>
    public ProofMessage.Ask Ask { get; }

    /// <summary>What is to be proven.</summary>
    public ProofStatement Statement => _statement;

    /// <summary>Bytes of the move that comes next; 0: none does.</summary>
    public int NextMoveBytes => _isOver || _moves.Count > _bound.Length ? 0 : _statement.MoveBytes(_moves.Count + 1, Ask.Bits);

    /// <summary>Whether the last challenge was opened: what is not answered now has failed.</summary>
    public bool HasOpenedAll => _moves.Count >= _bound.Length;

    /// <summary>The prover has moved.</summary>
    /// <returns>The opening of the next challenge, or how it ended.</returns>
    public ProofMessage Take(ProofMessage.Move move)
    {
        ArgumentNullException.ThrowIfNull(move);
        if (_isOver || move.Step != _moves.Count + 1 || move.Data.Length != NextMoveBytes) return End(ProofResult.Refused);
        _moves.Add(move.Data);
        if (_moves.Count <= _bound.Length)
        {
            var (challenge, random) = _bound[_moves.Count - 1];
            return new ProofMessage.Open(Ask.Id, _moves.Count, challenge, random);
        }

        try
        {
            var said = new ProofTranscript([.. _moves], [.. _bound.Select(one => one.Challenge)]);
            return End(_statement.Check(_context, said) ? ProofResult.Accepted : ProofResult.Refused);
        }
        catch (ProtocolException)
        {
            return End(ProofResult.Refused);
        }
    }

    private ProofMessage.End End(ProofResult result)
    {
        _isOver = true;
        return new(Ask.Id, result);
    }

    private static ImmutableArray<byte> Draw(int length, RandomBytes random)
    {
        var drawn = new byte[length];
        random(drawn);
        return [.. drawn];
    }
}
