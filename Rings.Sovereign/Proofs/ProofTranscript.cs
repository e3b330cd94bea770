using System.Collections.Immutable;

namespace Rings.Sovereign.Proofs;

/// <summary>All that was said in a proof.</summary>
/// <param name="Moves">The prover's, one more than challenges.</param>
/// <param name="Challenges">The verifier's.</param>
internal sealed record ProofTranscript(
    ImmutableArray<ImmutableArray<byte>> Moves, ImmutableArray<ImmutableArray<byte>> Challenges);
