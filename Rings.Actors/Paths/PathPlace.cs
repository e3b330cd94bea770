using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Actors.Paths;

/// <summary>Where an end of a path stands: what its owner speaks to.</summary>
/// <param name="Id">The path: its opening transaction's id.</param>
/// <param name="Link">The connection that carries it; told as <see cref="PathProtocol"/> says.</param>
/// <param name="Neighbour">That connection's other end: the first hop; the peer itself where the path is direct.</param>
internal sealed record PathPlace(TransactionId Id, IActorRef Link, Did Neighbour);
