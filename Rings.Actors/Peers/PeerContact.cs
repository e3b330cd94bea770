using Rings.Protocol;

namespace Rings.Actors.Peers;

/// <summary>A remembered peer that can be dialled without a ring.</summary>
/// <param name="Did">The peer.</param>
/// <param name="Address">Where it answers offers, with its Did in the fragment: no other is accepted there.</param>
internal sealed record PeerContact(Did Did, Uri Address);
