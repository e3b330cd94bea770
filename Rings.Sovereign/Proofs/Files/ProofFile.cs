using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Files;

/// <summary>A proof of a <see cref="ProofStatement"/> in a file: anyone can check it, and anyone can pass it on.</summary>
/// <remarks>Each challenge is a hash of all before it (Fiat, Shamir, 1986); sound in the random oracle model.</remarks>
public sealed class ProofFile
{
    /// <summary>Bits of challenges.</summary>
    public const int Bits = 128;

    private readonly ProofContext _context;

    internal ProofFile(
        RingId ring, Did audience, SecretId id, Bytes32 nonce, ProofStatement statement, Instant notAfter,
        ImmutableArray<ImmutableArray<byte>> moves)
    {
        (Statement, NotAfter, Moves) = (statement, notAfter, moves);
        // Several accounts: nobody is named. One: the account is.
        _context = new(
            ring, statement.Account ?? Did.Zero, audience, new(id, [.. StatementCodec.Write(statement, notAfter)], nonce, [], Bits));
    }

    /// <summary>The ring it was made for.</summary>
    public RingId Ring => _context.Ring;

    /// <summary>For whom it was made; zero: for anybody.</summary>
    public Did Audience => _context.Verifier;

    /// <summary>What is proven.</summary>
    public ProofStatement Statement { get; }

    /// <summary>When it ends.</summary>
    public Instant NotAfter { get; }

    internal ImmutableArray<ImmutableArray<byte>> Moves { get; }

    internal SecretId Id => _context.Ask.Id;

    internal Bytes32 Nonce => _context.Ask.Nonce;

    internal ImmutableArray<byte> StatementBytes => _context.Ask.Statement;

    /// <summary>Makes a proof.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="audience">For whom; zero: for anybody.</param>
    /// <param name="statement">What is proven.</param>
    /// <param name="notAfter">When it ends, in whole milliseconds, from 1970 to the year 9999.</param>
    /// <param name="witness">What its maker knows.</param>
    /// <param name="random">For id, nonce and moves.</param>
    /// <returns>Null: the witness is none for this statement, or that can be proven live only.</returns>
    /// <exception cref="ProtocolException">The end is out of its range.</exception>
    public static ProofFile? Make(
        RingId ring, Did audience, ProofStatement statement, Instant notAfter, ProofWitness witness, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(witness);
        ArgumentNullException.ThrowIfNull(random);
        if (!statement.CanBeInFile) return null;
        var empty = new ProofFile(ring, audience, SecretId.Draw(random), Bytes32.Draw(random), statement, notAfter, []);
        using var prover = statement.Begin(empty._context, witness, random);
        if (prover is null) return null;
        var lengths = statement.ChallengeBytes(Bits);
        List<ImmutableArray<byte>> moves = [[.. prover.First]];
        var hash = empty._context.Hash();
        for (var round = 0; round < lengths.Length; round++)
        {
            hash = Next(round + 1, hash, moves[round]);
            moves.Add([.. prover.Answer(hash.AsSpan(0, lengths[round]))]);
        }

        return new(ring, audience, empty.Id, empty.Nonce, statement, notAfter, [.. moves]);
    }

    /// <summary>Checks it.</summary>
    /// <param name="ring">The ring of who checks.</param>
    /// <param name="self">Who checks.</param>
    /// <param name="now">When.</param>
    /// <param name="roots">Ids of trees of credentials that the checker has read itself.</param>
    public ProofVerdict Check(RingId ring, Did self, Instant now, params ReadOnlySpan<Bytes32> roots)
    {
        if (ring != Ring) return ProofVerdict.OtherRing;
        if (Audience != Did.Zero && Audience != self) return ProofVerdict.OtherAudience;
        if (now > NotAfter) return ProofVerdict.Ended;
        if (Statement.Tree is { } tree && !roots.Contains(tree.Id)) return ProofVerdict.OtherRoot;
        var lengths = Statement.ChallengeBytes(Bits);
        if (Moves.Length != lengths.Length + 1) return ProofVerdict.Refused;
        var challenges = ImmutableArray.CreateBuilder<ImmutableArray<byte>>(lengths.Length);
        var hash = _context.Hash();
        for (var round = 0; round < lengths.Length; round++)
        {
            hash = Next(round + 1, hash, Moves[round]);
            challenges.Add([.. hash[..lengths[round]]]);
        }

        try
        {
            return Statement.Check(_context, new(Moves, challenges.ToImmutable())) ? ProofVerdict.Accepted : ProofVerdict.Refused;
        }
        catch (ProtocolException)
        {
            return ProofVerdict.Refused;
        }
    }

    private static byte[] Next(int round, byte[] hash, ImmutableArray<byte> move) =>
        TaggedHash.Of($"rings/1 proof fs {round}", hash, [.. move]);
}
