using Rings.Protocol.Links;
using Rings.Protocol.Wire;

namespace Rings.Simulation.World;

/// <summary>An offer that goes straight to its node, as over HTTP: the ring is not asked.</summary>
/// <param name="From">Who made it.</param>
/// <param name="Link">Which of its links it is for.</param>
/// <param name="Offer">The offer.</param>
internal sealed record ContactCall(RingNode From, LinkNumber Link, LinkOffer Offer);
