namespace Rings.Protocol.Wire;

/// <summary>How an envelope finds its way.</summary>
public enum RouteMode
{
    /// <summary>To the node with the target's Did.</summary>
    Node = 1,

    /// <summary>To the node that owns the target as a key. Idempotent kinds only.</summary>
    Owner = 2,

    /// <summary>A reply that follows the crumbs of its request, and goes on as <see cref="Node"/> where they end.</summary>
    Back = 3,
}
