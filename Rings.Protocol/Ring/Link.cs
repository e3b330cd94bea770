namespace Rings.Protocol.Ring;

/// <summary>One ready link, as the ring sees it.</summary>
internal struct Link
{
    /// <summary>The other end.</summary>
    public Did Peer;

    /// <summary>What is known about it.</summary>
    public LinkFlags Flags;

    /// <summary>When it last carried something of the host, or came up.</summary>
    public Instant LastUsed;

    /// <summary>Whether routes may use it.</summary>
    public readonly bool IsUsable =>
        (Flags & (LinkFlags.Member | LinkFlags.Suspect | LinkFlags.Foreign | LinkFlags.Closing)) == LinkFlags.Member;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(LinkFlags flags) => (Flags & flags) == flags;

    /// <summary>Sets or clears <paramref name="flags"/>; whether that changed anything.</summary>
    public bool Set(LinkFlags flags, bool on)
    {
        var before = Flags;
        Flags = on ? Flags | flags : Flags & ~flags;
        return before != Flags;
    }
}
