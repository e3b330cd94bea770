using Akka.Actor;

namespace Rings.Actors.Links;

/// <summary>The parts of the node that links speak to.</summary>
/// <param name="Gate">Takes what arrives, and carries offers over the ring.</param>
/// <param name="Router">Hears of links, and says whom the ring admits.</param>
/// <param name="Paths">Takes the paths that end at this node.</param>
internal sealed record LinkParts(IActorRef Gate, IActorRef Router, IActorRef Paths);
