using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>Where an envelope is going. Unsigned: each relay writes its own over the one that came.</summary>
/// <param name="HopsLeft">Links that it may still cross, 0 to 32 (a greater number on the wire is read as 32).</param>
/// <param name="Mode">How it finds its way.</param>
/// <param name="Target">The Did, or the key, that it is routed to: the transaction's destination.</param>
/// <param name="WantsReply">Whether relays keep a crumb for the reply.</param>
/// <param name="IsFinal">Chord's last step: the receiver is expected to own the key.</param>
internal readonly record struct Route(int HopsLeft, RouteMode Mode, Did Target, bool WantsReply, bool IsFinal)
{
    /// <summary>The hops of a new envelope.</summary>
    public const int MaxHops = 32;

    /// <summary>A fresh route to the node with this Did.</summary>
    public static Route ToNode(Did target, bool wantsReply = false) =>
        new(MaxHops, RouteMode.Node, target, wantsReply, IsFinal: false);

    /// <summary>A fresh route to the owner of a key.</summary>
    public static Route ToOwner(Did key, bool wantsReply = false) =>
        new(MaxHops, RouteMode.Owner, key, wantsReply, IsFinal: false);

    /// <summary>A reply's route, back along the crumbs of its request.</summary>
    public static Route Back(Did target) => new(MaxHops, RouteMode.Back, target, WantsReply: false, IsFinal: false);

    /// <summary>The same route one hop further, for the next link; ask <see cref="CanGoOn"/> first.</summary>
    public Route Next() => this with { HopsLeft = HopsLeft - 1 };

    /// <summary>Links that it crossed, if its origin let it cross <see cref="MaxHops"/>.</summary>
    public int HopsMade => MaxHops - HopsLeft;

    /// <summary>Whether a relay may forward it.</summary>
    public bool CanGoOn => HopsLeft > 0;
}
