using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Proofs.Credentials;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>
/// What is proven: a type of a closed hierarchy, which says itself in words and brings the protocol that proves it. m challenges
/// of the verifier, m + 1 moves of the prover.
/// </summary>
public abstract class ProofStatement
{
    private ImmutableArray<byte> _bytes;

    private protected ProofStatement()
    {
    }

    /// <summary>m.</summary>
    public abstract int Rounds { get; }

    /// <summary>
    /// What whoever proves it is, as the end of a sentence: "the owner of one of 12 accounts, and does not say which".
    /// </summary>
    public abstract string Claim { get; }

    /// <summary>
    /// Whether it takes the prover a time that tells something about the secret: its first move goes at a full second, then.
    /// </summary>
    public abstract bool TakesTellingTime { get; }

    /// <summary>The account that it names as the prover's; null: it names none.</summary>
    public virtual Did? Account => null;

    /// <summary>The tags that mark its prover, one for each words of a tag in it.</summary>
    public virtual ImmutableArray<ProofMark> Tags => [];

    /// <summary>
    /// The tree of credentials that it speaks of: whoever is shown it believes nothing before it has read the tree's id itself. Null: of
    /// none.
    /// </summary>
    public virtual CredentialTree? Tree => null;

    /// <summary>Whether it can be proven in a file; what shows the Did that proves cannot.</summary>
    public virtual bool CanBeInFile => true;

    /// <summary>Whether a Did is that of an account in it: a proof of membership under such a Did says who is who.</summary>
    public abstract bool Lists(Did did);

    /// <summary>The statement's bytes, as in messages: without an end.</summary>
    public ImmutableArray<byte> ToBytes() => _bytes.IsDefault ? _bytes = [.. StatementCodec.Write(this, 0)] : _bytes;

    /// <summary>The bits of challenges that a verifier asks for.</summary>
    /// <param name="isWary">Whether many proofs were refused today.</param>
    internal abstract int LiveBits(bool isWary);

    /// <summary>Whether it can be proven with that many bits.</summary>
    internal abstract bool Takes(int bits);

    /// <summary>Bytes of each challenge.</summary>
    internal abstract ImmutableArray<int> ChallengeBytes(int bits);

    /// <summary>Bytes of a move: no more and no fewer.</summary>
    /// <param name="step">Which move, from 1 to one more than challenges.</param>
    /// <param name="bits">With how many bits it is proven.</param>
    internal abstract int MoveBytes(int step, int bits);

    /// <summary>About as many bytes of memory as a proof of it keeps from its first move to its last.</summary>
    internal abstract long ProvingBytes(int bits);

    /// <summary>Begins to prove.</summary>
    /// <returns>Null: the witness is none for this statement.</returns>
    internal abstract IProofMoves? Begin(ProofContext context, ProofWitness witness, RandomBytes random);

    /// <summary>Whether a transcript proves it.</summary>
    /// <exception cref="ProtocolException">A move is malformed.</exception>
    internal abstract bool Check(ProofContext context, ProofTranscript said);
}
