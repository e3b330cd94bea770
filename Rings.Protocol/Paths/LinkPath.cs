using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <summary>One path on one link: the half of the node that faces that link.</summary>
/// <remarks>
/// <code>
/// opened by this node:  waiting --OPEN leaves--> asked --ACCEPT comes--> open
/// opened by the peer:                            asked --ACCEPT leaves-> open
///                       any --CLOSE, either side--> gone;  open --Done of the other side--> closing --sent--> gone
/// </code>
/// </remarks>
internal sealed class LinkPath : RoundItem
{
    internal LinkPath(PathLease lease, object other, bool isOpener, PathWindow window, PathSource source)
    {
        Lease = lease;
        Other = other;
        IsOpener = isOpener;
        Window = window;
        Source = source;
    }

    /// <summary>The path.</summary>
    public TransactionId Id => Lease.Id;

    /// <summary>Its place at the node.</summary>
    public PathLease Lease { get; }

    /// <summary>The path's other side: the host's word for it.</summary>
    public object Other { get; internal set; }

    /// <summary>Whether this node opens the path on this link; else the peer did.</summary>
    public bool IsOpener { get; }

    /// <summary>Whether the path is accepted, as far as this link knows.</summary>
    public bool IsOpen { get; internal set; }

    /// <summary>Whether it relays: both its sides are links.</summary>
    internal bool IsRelayed { get; init; }

    /// <summary>Its name on the link; 0: the opening has not left yet.</summary>
    internal uint Label { get; set; }

    /// <summary>What the peer may send.</summary>
    internal PathWindow Window { get; }

    /// <summary>What the peer lets this end send, and what waits for it.</summary>
    internal PathQueue Queue { get; } = new();

    /// <summary>With whom it shares a turn.</summary>
    internal PathSource Source { get; }

    /// <summary>The opening that waits; null: none does.</summary>
    internal IPathOpening? Opening { get; set; }

    /// <summary>What the final node said, until it has left.</summary>
    internal ReadOnlyMemory<byte>? Acceptance { get; set; }

    /// <summary>Whether the other side is done: what waits still leaves.</summary>
    internal bool IsClosing { get; set; }

    /// <summary>Packets that came before the final node took the path; null: none did, or they were handed on.</summary>
    internal Queue<PathPacket>? Early { get; set; }

    /// <summary>When the path came to this link.</summary>
    internal Instant Since { get; init; }

    /// <summary>When a packet last went either way.</summary>
    internal Instant UsedAt { get; set; }

    /// <summary>When a packet was last sent by this link, or waited for it.</summary>
    internal Instant SentAt { get; set; }

    /// <summary>Cost of the packets that left and of which the other side has not heard.</summary>
    internal int Left { get; set; }

    /// <summary>Credit that is given back, and still to be said.</summary>
    internal int GivesBack { get; set; }

    /// <summary>Whether credit is to be said, either way.</summary>
    internal bool HasWord { get; set; }

    /// <summary>Whether what is next waits for credit of the lane.</summary>
    internal bool IsUnpaid { get; set; }

    /// <summary>Whether a grant waits until the link is below its rate.</summary>
    internal bool IsHeldBack { get; set; }

    /// <summary>Whether the path has ended on this link.</summary>
    internal bool IsGone { get; set; }
}
