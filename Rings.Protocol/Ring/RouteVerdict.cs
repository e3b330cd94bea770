namespace Rings.Protocol.Ring;

/// <summary>What to do with a message at one node.</summary>
internal enum RouteVerdict
{
    /// <summary>It has arrived: this node is its target, or the owner of its key.</summary>
    Deliver,

    /// <summary>Hand it to the link named beside.</summary>
    Forward,

    /// <summary>The route ends here without having arrived: answer <c>Unreachable</c> along the crumbs.</summary>
    Unreachable,
}
