using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Paths;

/// <summary>The sender's half of a path's hop: what its neighbour granted, and the packets that wait for it.</summary>
internal sealed class PathQueue
{
    // An idle path has none: it may be one of a thousand.
    private Queue<PathPacket>? _packets;

    /// <summary>What may be sent.</summary>
    public long Credit { get; private set; }

    /// <summary>Cost of what waits.</summary>
    public long Bytes { get; private set; }

    /// <summary>Since when the first packet has found no credit; null: it has not waited for any.</summary>
    public Instant? StarvedSince { get; private set; }

    public bool IsEmpty => _packets is not { Count: > 0 };

    /// <summary>More may be sent.</summary>
    /// <returns>False: more than anyone may have in hand, which is against the rules.</returns>
    public bool TryGrant(int cost)
    {
        if (Credit + cost > PathFrame.MaxCredit) return false;
        Credit += cost;
        return true;
    }

    public void Add(PathPacket packet)
    {
        (_packets ??= new(4)).Enqueue(packet);
        Bytes += packet.Cost;
    }

    public bool TryPeek([MaybeNullWhen(false)] out PathPacket packet)
    {
        packet = null;
        return _packets?.TryPeek(out packet) ?? false;
    }

    /// <summary>The cost of the first packet if there is credit for it; negative: there is none, or no packet.</summary>
    public int Head(Instant now)
    {
        if (!TryPeek(out var packet)) return -1;
        if (packet.Cost <= Credit) return packet.Cost;
        StarvedSince ??= now;
        return -1;
    }

    /// <summary>Takes the first packet, for which there is credit.</summary>
    /// <param name="wantsMore">
    /// Whether it waited for credit, or another waits and there is none for it: more credit would be used.
    /// </param>
    public PathPacket Take(out bool wantsMore)
    {
        var packet = _packets!.Dequeue();
        Credit -= packet.Cost;
        Bytes -= packet.Cost;
        wantsMore = StarvedSince is not null || (TryPeek(out var next) && next.Cost > Credit);
        StarvedSince = null;
        return packet;
    }

    /// <summary>All that is above the least window is given back.</summary>
    /// <returns>How much that is.</returns>
    public int GiveBack()
    {
        var surplus = (int)Math.Max(0, Credit - PathFrame.LeastWindow);
        Credit -= surplus;
        return surplus;
    }

    /// <summary>What waits is dropped: the path is over.</summary>
    public void Clear()
    {
        foreach (var packet in _packets ?? []) packet.Release();
        _packets = null;
        Bytes = 0;
    }
}
