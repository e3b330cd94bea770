using Rings.Protocol.Limits;
using Rings.Protocol.Wire;

namespace Rings.Actors.Links;

/// <summary>The parts of a connection that its paths use, too.</summary>
/// <param name="Inbound">Judges openings, and counts the lane's credit.</param>
/// <param name="Lanes">Carry the frames.</param>
/// <param name="Observer">Bounds what the mailbox holds.</param>
/// <param name="Sender">Knows what may leave, and hears that something left.</param>
/// <param name="Receiver">Tells the peer of its forgeries.</param>
/// <param name="Held">What the link holds: frames that are no packets count there.</param>
internal sealed record PathPortParts(
    InboundLink Inbound, LinkLanes Lanes, LinkObserver Observer, LinkSender Sender, LinkReceiver Receiver,
    SharedStock.Share Held);
