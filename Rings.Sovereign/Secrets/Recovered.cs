using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>What came of the shares that a claimant has.</summary>
/// <param name="Secret">The account's key (32 bytes) or the payload; null: not enough good shares of one version yet.</param>
/// <param name="Mode">Which of the two; null as long as there is none.</param>
/// <param name="Good">Good shares of the version that has the most.</param>
/// <param name="Needed">How many of them are needed.</param>
/// <param name="Faults">Guardians that gave something wrong.</param>
public sealed record Recovered(
    byte[]? Secret, SecretMode? Mode, int Good, int Needed, ImmutableDictionary<Did, RecoveryFault> Faults);
