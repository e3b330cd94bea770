using Rings.Protocol;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Actors.Frames;

/// <summary>
/// Where paths go from this node: by links whose peers carry the paths of others, or to the peer itself. Immutable.
/// </summary>
internal sealed class PathRoutes : ILinkRoutes
{
    private readonly HashSet<Did> _links;

    /// <param name="table">The routes of messages.</param>
    /// <param name="agreements">What each ready link has agreed on.</param>
    public PathRoutes(RoutingTable table, IReadOnlyDictionary<Did, LinkAgreement> agreements)
    {
        _links = [.. agreements.Where(link => link.Value.HasPaths).Select(link => link.Key)];
        Table = table.Among(peer => agreements.TryGetValue(peer, out var link) && link.PeerRelays, _links.Contains);
    }

    public RoutingTable Table { get; }

    public bool HasLink(Did peer) => _links.Contains(peer);
}
