using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Rings.Protocol.Ring;

/// <summary>A node's ready links, in clockwise order from it.</summary>
internal sealed class LinkTable(Did self)
{
    private Link[] _links = [];
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>All of them, clockwise from this node. Valid until the next change.</summary>
    public Span<Link> All => _links.AsSpan(0, _count);

    /// <summary>The link to <paramref name="peer"/>, made if there is none.</summary>
    public ref Link Add(Did peer)
    {
        var index = IndexOf(peer);
        if (index < _count && _links[index].Peer == peer) return ref _links[index];
        if (_count == _links.Length) Array.Resize(ref _links, Math.Max(4, _count + (_count >> 1)));
        Array.Copy(_links, index, _links, index + 1, _count - index);
        _links[index] = new() { Peer = peer };
        _count++;
        return ref _links[index];
    }

    /// <summary>Forgets the link to <paramref name="peer"/>; whether there was one.</summary>
    public bool Remove(Did peer)
    {
        var index = IndexOf(peer);
        if (index == _count || _links[index].Peer != peer) return false;
        _count--;
        Array.Copy(_links, index + 1, _links, index, _count - index);
        return true;
    }

    /// <summary>The link to <paramref name="peer"/>, or a null reference.</summary>
    public ref Link Find(Did peer)
    {
        var index = IndexOf(peer);
        if (index < _count && _links[index].Peer == peer) return ref _links[index];
        return ref Unsafe.NullRef<Link>();
    }

    /// <summary>Whether there is a link to <paramref name="peer"/>.</summary>
    public bool Contains(Did peer) => !Unsafe.IsNullRef(ref Find(peer));

    /// <summary>Whether there is a link to <paramref name="peer"/> that routes may use.</summary>
    public bool IsUsable(Did peer)
    {
        ref var link = ref Find(peer);
        return !Unsafe.IsNullRef(ref link) && link.IsUsable;
    }

    /// <summary>How many links routes may use.</summary>
    public int CountUsable()
    {
        var count = 0;
        foreach (ref readonly var link in All)
        {
            if (link.IsUsable) count++;
        }

        return count;
    }

    /// <summary>How many links have a flag.</summary>
    public int CountOf(LinkFlags flag)
    {
        var count = 0;
        foreach (ref readonly var link in All)
        {
            if (link.Has(flag)) count++;
        }

        return count;
    }

    /// <summary>The peers that routes may use, and the others, clockwise from this node.</summary>
    /// <param name="takesAll">Whether routes may use all.</param>
    public (Did[] Usable, Did[] Others) Split(bool takesAll)
    {
        var usable = new Did[takesAll ? Count : CountUsable()];
        var others = new Did[Count - usable.Length];
        var (used, rest) = (0, 0);
        foreach (ref readonly var link in All)
        {
            if (link.IsUsable || takesAll) usable[used++] = link.Peer;
            else others[rest++] = link.Peer;
        }

        return (usable, others);
    }

    /// <summary>The first link that routes may use, clockwise from this node.</summary>
    public Did? FirstUsable()
    {
        foreach (ref readonly var link in All)
        {
            if (link.IsUsable) return link.Peer;
        }

        return null;
    }

    /// <summary>The first link with these flags, clockwise from this node.</summary>
    public Did? FirstOf(LinkFlags flags)
    {
        foreach (ref readonly var link in All)
        {
            if (link.Has(flags)) return link.Peer;
        }

        return null;
    }

    /// <summary>Usable links that lie after <paramref name="peer"/> and before this node, the nearest to it first.</summary>
    public ImmutableArray<Did> UsableAfter(Did peer, int most)
    {
        Span<Did> found = stackalloc Did[most];
        var count = 0;
        foreach (ref readonly var link in All[IndexOf(peer)..])
        {
            if (count == most) break;
            if (link.IsUsable && link.Peer != peer) found[count++] = link.Peer;
        }

        return [.. found[..count]];
    }

    /// <summary>The link that no end needs and that has been idle longest, if that is since <paramref name="since"/> or
    /// longer.</summary>
    public Did? Idlest(Instant since)
    {
        Did? idlest = null;
        foreach (ref readonly var link in All)
        {
            var isNeeded = (link.Flags & (LinkFlags.KeptHere | LinkFlags.KeptThere | LinkFlags.Closing)) != 0;
            if (isNeeded || link.LastUsed > since) continue;
            (idlest, since) = (link.Peer, link.LastUsed);
        }

        return idlest;
    }

    /// <summary>Marks a link, if there is one to the peer.</summary>
    /// <param name="marks">One for each link, in the order of <see cref="All"/>.</param>
    /// <param name="peer">The other end.</param>
    public void Mark(Span<bool> marks, Did peer)
    {
        var index = IndexOf(peer);
        if (index < marks.Length && _links[index].Peer == peer) marks[index] = true;
    }

    /// <summary>The index of the first link at or beyond <paramref name="point"/>, clockwise from this node.</summary>
    public int IndexOf(Did point)
    {
        var ahead = self.DistanceTo(point);
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (self.DistanceTo(_links[middle].Peer) < ahead) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
