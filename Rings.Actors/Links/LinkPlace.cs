using Akka.Actor;
using Rings.Actors.Context;
using Rings.Protocol;

namespace Rings.Actors.Links;

/// <summary>Where a link stands: what its parts need to know to speak to the others.</summary>
/// <param name="Node">What the node's actors share.</param>
/// <param name="Peer">The other end.</param>
/// <param name="Connection">The link's actor.</param>
/// <param name="Gate">Takes what arrives.</param>
/// <param name="Paths">Takes the paths that end at this node.</param>
internal sealed record LinkPlace(NodeContext Node, Did Peer, IActorRef Connection, IActorRef Gate, IActorRef Paths);
