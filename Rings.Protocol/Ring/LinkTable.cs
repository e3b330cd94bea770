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
