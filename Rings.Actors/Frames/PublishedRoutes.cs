using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Actors.Frames;

/// <summary>
/// Where messages go from this node, told by the router to everyone who routes whenever it changes: a relayed frame
/// is routed where
/// it arrives. Immutable.
/// </summary>
/// <param name="Table">The decisions.</param>
/// <param name="Connections">The actor of each ready link; not to be written to.</param>
/// <param name="Neighbours">Head and predecessor, which are probed more often.</param>
internal sealed record PublishedRoutes(
    RoutingTable Table, IReadOnlyDictionary<Did, IActorRef> Connections, IReadOnlySet<Did> Neighbours)
    : ILinkRoutes, INoSerializationVerificationNeeded
{
    /// <summary>The same for paths, which not every link carries.</summary>
    public ILinkRoutes? OfPaths { get; init; }

    public bool HasLink(Did peer) => Connections.ContainsKey(peer);
}
