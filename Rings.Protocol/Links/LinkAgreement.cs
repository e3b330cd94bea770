using System.Collections.Immutable;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <summary>What the offer and answer of a link say of paths (docs/protocol, 7.1).</summary>
/// <param name="IsOfferer">Whether this node made the offer.</param>
/// <param name="HasPaths">Whether path frames may be sent.</param>
/// <param name="PeerRelays">Whether the peer carries the paths of others.</param>
internal readonly record struct LinkAgreement(bool IsOfferer, bool HasPaths, bool PeerRelays)
{
    /// <summary>Of a link that this node offered: what the answer names.</summary>
    public static LinkAgreement OfOfferer(ImmutableArray<string> answered) => new(
        IsOfferer: true,
        answered.Contains(LinkFeatures.Paths),
        answered.Contains(LinkFeatures.Paths)
            && (answered.Contains(LinkFeatures.Relay) || answered.Contains(LinkFeatures.AsksForRelay)));

    /// <summary>Of a link that the peer offered: this node answers <see cref="LinkFeatures.Paths"/> always.</summary>
    public static LinkAgreement OfAnswerer(ImmutableArray<string> offered) => new(
        IsOfferer: false,
        offered.Contains(LinkFeatures.Paths),
        offered.Contains(LinkFeatures.Paths) && offered.Contains(LinkFeatures.Relay));
}
