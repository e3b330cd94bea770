namespace Rings.Protocol.Ring;

/// <summary>What a route's target means. The numbers are those of the wire.</summary>
internal enum RouteMode
{
    /// <summary>The target is a node: the route ends there or nowhere.</summary>
    Node = 0,

    /// <summary>The target is a key: the route ends at the member that owns it.</summary>
    Owner = 1,

    /// <summary>A reply on its way back along crumbs. No table decides about it: see <c>Wire</c>.</summary>
    Back = 2,
}
