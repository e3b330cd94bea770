using System.Collections.Immutable;

namespace Rings.Protocol.Ring;

/// <summary>
/// One side of a node's surroundings: the nodes it has heard of there, nearest first, and those among them that it may
/// use, which is the list that counts.
/// </summary>
/// <remarks>
/// A member that is heard of but not linked yet holds back all that lie beyond it, and until it is, the former list
/// stays beside the new one: so a list neither begins to skip a member (Zave's principal members) nor grows thin
/// because a link takes its time.
/// </remarks>
internal sealed class NeighbourList(Did self, bool clockwise)
{
    private Did[] _heard = [];

    /// <summary>The usable ones, nearest first.</summary>
    public ImmutableArray<Did> Linked { get; private set; } = [];

    /// <summary>All that were heard of, nearest first.</summary>
    public ReadOnlySpan<Did> Heard => _heard;

    /// <summary>The nearest usable one.</summary>
    public Did? First => Linked.IsEmpty ? null : Linked[0];

    /// <summary>The farthest usable one.</summary>
    public Did? Last => Linked.IsEmpty ? null : Linked[^1];

    /// <summary>How far <paramref name="point"/> lies from this node on this side.</summary>
    public Distance DistanceTo(Did point) => clockwise ? self.DistanceTo(point) : point.DistanceTo(self);

    /// <summary>Takes over a neighbour's view: itself, then its list, cut before this node and after
    /// <paramref name="limit"/> entries, and where it is not in order.</summary>
    /// <param name="neighbour">The neighbour.</param>
    /// <param name="beyond">Its list on the same side, nearest to it first.</param>
    /// <param name="limit">Entries at most.</param>
    public void Hear(Did neighbour, ReadOnlySpan<Did> beyond, int limit)
    {
        Span<Did> heard = stackalloc Did[1 + Math.Min(beyond.Length, limit)];
        heard[0] = neighbour;
        var count = 1;
        foreach (var point in beyond)
        {
            if (count >= limit || DistanceTo(point) <= DistanceTo(heard[count - 1])) break;
            heard[count++] = point;
        }

        Replace(heard[..count]);
    }

    /// <summary>Puts a member that lies nearer than all others before them.</summary>
    public void HearNearer(Did neighbour, int limit)
    {
        Span<Did> beyond = stackalloc Did[_heard.Length];
        var count = 0;
        foreach (var point in _heard)
        {
            if (DistanceTo(point) > DistanceTo(neighbour)) beyond[count++] = point;
        }

        Hear(neighbour, beyond[..count], limit);
    }

    /// <summary>Puts a member among the others, at its place. No list skips more members for it.</summary>
    public void HearBetween(Did member, int limit)
    {
        if (Array.IndexOf(_heard, member) >= 0) return;
        var place = Array.FindIndex(_heard, point => DistanceTo(point) > DistanceTo(member));
        var at = place < 0 ? _heard.Length : place;
        Did[] heard = [.. _heard[..at], member, .. _heard[at..]];
        Replace(heard.AsSpan(0, Math.Min(heard.Length, limit)));
    }

    /// <summary>The nearest one heard of that is a linked member or may still be linked.</summary>
    public Did? FirstReachable(LinkTable links, Candidates candidates)
    {
        foreach (var point in _heard)
        {
            if (links.Contains(point) ? links.IsUsable(point) : !candidates.IsHopeless(point)) return point;
        }

        return null;
    }

    /// <summary>Whether one heard of is not linked and may still be: a node that is a member with one link alone would be
    /// lost with it.</summary>
    public bool IsAwaited(LinkTable links, Candidates candidates) =>
        Array.Exists(_heard, point => !links.Contains(point) && !candidates.IsHopeless(point));

    /// <summary>Forgets one that is gone.</summary>
    public void Drop(Did peer)
    {
        if (Array.IndexOf(_heard, peer) >= 0) _heard = Array.FindAll(_heard, point => point != peer);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _heard = [];

    /// <summary>Works out <see cref="Linked"/>; whether it changed.</summary>
    /// <param name="links">The links.</param>
    /// <param name="candidates">Who is out of reach.</param>
    /// <param name="limit">Entries at most.</param>
    /// <param name="isSkipping">A test's broken rule: nobody is waited for.</param>
    public bool Realise(LinkTable links, Candidates candidates, int limit, bool isSkipping = false)
    {
        Span<Did> list = stackalloc Did[_heard.Length + Linked.Length];
        var count = 0;
        var waits = false;
        foreach (var point in _heard)
        {
            if (links.IsUsable(point))
            {
                if (!waits || Linked.Contains(point)) list[count++] = point;
            }
            else if (!isSkipping && !links.Contains(point) && !candidates.IsHopeless(point))
            {
                waits = true;
            }
        }

        if (waits) count = KeepFormer(list, count, links);
        list = list[..Math.Min(count, limit)];
        if (list.SequenceEqual(Linked.AsSpan())) return false;
        Linked = [.. list];
        return true;
    }

    private int KeepFormer(Span<Did> list, int count, LinkTable links)
    {
        foreach (var point in Linked)
        {
            if (!links.IsUsable(point) || list[..count].Contains(point)) continue;
            var index = count++;
            for (; index > 0 && DistanceTo(list[index - 1]) > DistanceTo(point); index--) list[index] = list[index - 1];
            list[index] = point;
        }

        return count;
    }

    private void Replace(ReadOnlySpan<Did> heard)
    {
        if (!heard.SequenceEqual(_heard)) _heard = heard.ToArray();
    }
}
