using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>Where frames go from a node, as one of its links sees it.</summary>
internal interface ILinkRoutes
{
    /// <summary>The decisions.</summary>
    RoutingTable Table { get; }

    /// <summary>Whether there is a ready link to a peer.</summary>
    bool HasLink(Did peer);
}
