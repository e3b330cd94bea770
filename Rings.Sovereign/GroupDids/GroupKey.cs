using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// A Did that a group owns, as its members and a node that runs for it know it. Others see an account of kind Ed25519 and
/// nothing more.
/// </summary>
/// <param name="Plan">Who owns it.</param>
/// <param name="Key">Y, the account's public key.</param>
/// <param name="Shares">Each member's share of the secret, times the base point.</param>
public sealed record GroupKey(GroupPlan Plan, Edwards25519Point Key, ImmutableArray<Edwards25519Point> Shares)
{
    /// <summary>The Did.</summary>
    public Did Did { get; } = AccountDid.OfEd25519(Key.Encoded);

    /// <summary>The share of an index, times the base point.</summary>
    public Edwards25519Point ShareOf(int index) => Shares[index - 1];

    /// <inheritdoc/>
    public bool Equals(GroupKey? other) =>
        other is not null && Plan.Equals(other.Plan) && Key.Equals(other.Key) && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();
}
