using System.Collections.Immutable;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>A share as a guardian gives it back.</summary>
/// <param name="Index">Which share, from 1.</param>
/// <param name="Mode">What was split.</param>
/// <param name="Commitments">What the guardian checked it against.</param>
/// <param name="Share">The share.</param>
/// <param name="Sealed">The payload, sealed; empty in mode <see cref="SecretMode.Key"/>.</param>
public sealed record ReturnedShare(
    int Index, SecretMode Mode, Commitments Commitments, Secp256k1Scalar Share, ImmutableArray<byte> Sealed)
{
    /// <summary>Whether the share fits its commitments.</summary>
    public bool IsSound => Commitments.Fit(Index, Share);
}
