using Rings.Protocol;

namespace Rings.Actors.Peers;

/// <summary>A peer that this node had a link with.</summary>
/// <param name="Did">The peer.</param>
/// <param name="LastSeen">When a link to it was up last.</param>
/// <param name="Address">Where it answers offers, without a fragment; null: it is reached over the ring alone.</param>
public sealed record RememberedPeer(Did Did, Instant LastSeen, Uri? Address);
