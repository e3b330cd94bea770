using Rings.Actors.Links;
using Rings.Protocol.Wire;

namespace Rings.Actors.Paths;

/// <summary>The parts of a connection that its paths use, too.</summary>
/// <param name="Inbound">Judges openings, and counts the lane's credit.</param>
/// <param name="Lanes">Carry the frames.</param>
/// <param name="Observer">Bounds what the mailbox holds.</param>
/// <param name="Sender">Knows what may leave, and hears that something left.</param>
/// <param name="Receiver">Tells the peer of its forgeries.</param>
internal sealed record PathPortParts(
    InboundLink Inbound, LinkLanes Lanes, LinkObserver Observer, LinkSender Sender, LinkReceiver Receiver);
