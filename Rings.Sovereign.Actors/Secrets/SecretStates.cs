using System.Collections.Immutable;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Secrets;

/// <summary>The three machines of one node.</summary>
/// <param name="Owner">Its own secrets.</param>
/// <param name="Guardian">What it keeps for others.</param>
/// <param name="Recovery">What it claims.</param>
internal sealed record SecretStates(SecretOwner Owner, Guardian Guardian, SecretRecovery Recovery)
{
    public static SecretStates Load(
        SecretPlace place, ImmutableArray<SecretEntry> entries, ImmutableArray<(SecretEntryKind Kind, byte[] Key)> damaged) =>
        new(SecretOwner.Load(place, entries), Guardian.Load(place, entries, damaged), SecretRecovery.Load(place, entries));
}
