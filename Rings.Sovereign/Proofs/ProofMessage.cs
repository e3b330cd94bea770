using System.Collections.Immutable;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs;

/// <summary>What prover and verifier say to each other: the payloads of protocol <c>proof/1</c>.</summary>
/// <param name="Id">The proof's name.</param>
internal abstract record ProofMessage(SecretId Id)
{
    /// <summary>From the prover: I could prove this to you.</summary>
    /// <param name="Id">The proof's name.</param>
    /// <param name="Statement">What, as encoded.</param>
    public sealed record Offer(SecretId Id, ImmutableArray<byte> Statement) : ProofMessage(Id);

    /// <summary>From the verifier: prove this; I am bound to my challenges already.</summary>
    /// <param name="Id">The proof's name.</param>
    /// <param name="Statement">What is to be proven, as encoded.</param>
    /// <param name="Nonce">The verifier's part of the context.</param>
    /// <param name="Commitments">To the challenges, one for each round.</param>
    /// <param name="Bits">Of each challenge.</param>
    public sealed record Ask(
        SecretId Id, ImmutableArray<byte> Statement, Bytes32 Nonce, ImmutableArray<Bytes32> Commitments, int Bits)
        : ProofMessage(Id);

    /// <summary>From the prover: a move, or a part of one.</summary>
    /// <param name="Id">The proof.</param>
    /// <param name="Step">Which move, from 1.</param>
    /// <param name="Data">What it says.</param>
    /// <param name="Part">Which part of it, from 0.</param>
    /// <param name="Parts">Of how many.</param>
    public sealed record Move(SecretId Id, int Step, ImmutableArray<byte> Data, int Part = 0, int Parts = 1) : ProofMessage(Id);

    /// <summary>From the verifier: the challenge after a move.</summary>
    /// <param name="Id">The proof.</param>
    /// <param name="Step">Which challenge, from 1.</param>
    /// <param name="Challenge">As many bytes as the statement's challenge has.</param>
    /// <param name="Random">What it was bound by.</param>
    public sealed record Open(SecretId Id, int Step, ImmutableArray<byte> Challenge, Bytes32 Random) : ProofMessage(Id);

    /// <summary>From either: it is over.</summary>
    /// <param name="Id">The proof.</param>
    /// <param name="Result">How.</param>
    public sealed record End(SecretId Id, ProofResult Result) : ProofMessage(Id);
}
