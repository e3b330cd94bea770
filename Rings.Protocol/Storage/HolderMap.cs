using System.Collections.Immutable;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <summary>
/// Who holds what, as one node's neighbours let it be seen: a key's owner and the n − 1 members after it.
/// </summary>
internal sealed class HolderMap
{
    private readonly Did _self;
    private readonly int _copies;
    private readonly ImmutableArray<Did> _circle;
    private readonly ImmutableArray<Did> _successors;

    public HolderMap(Did self, int copies, RingNeighbours neighbours)
    {
        (_self, _copies, _successors) = (self, copies, neighbours.Successors);
        _circle = [.. neighbours.Successors.Concat(neighbours.Predecessors).Append(self).Distinct()
            .OrderBy(self.DistanceTo)];
        Near = [.. neighbours.Successors.Take(copies).Concat(neighbours.Predecessors.Take(copies)).Distinct()];
        var whole = neighbours.Successors.Intersect(neighbours.Predecessors).Any();
        var seen = whole ? _circle.Length - 1 : neighbours.Predecessors.Length;
        Held = RangeAfter(copies, seen);
        Slack = RangeAfter(copies + 1, seen);
        if (!Held.IsAll && Slack.After != Held.After) NextOut = new(Slack.IsAll ? self : Slack.After, Held.After);
    }

    /// <summary>The keys whose holder this node is.</summary>
    public KeyRange Held { get; }

    /// <summary>The keys that it takes in: its own, and those of one neighbour more.</summary>
    public KeyRange Slack { get; }

    /// <summary>
    /// The keys just outside, that the n members before this node hold; null where they are not seen.
    /// </summary>
    public KeyRange? NextOut { get; }

    /// <summary>The n nearest members on either side: with them alone records are exchanged unasked.</summary>
    public ImmutableArray<Did> Near { get; }

    /// <summary>A key's holders, its owner first.</summary>
    public IReadOnlyList<Did> HoldersOf(Did key) => [.. _circle.OrderBy(key.DistanceTo).Take(_copies)];

    /// <summary>The keys that both this node and a neighbour hold: one range, or two in a ring of four.</summary>
    public IEnumerable<KeyRange> SharedWith(Did peer)
    {
        if (_circle.Length <= _copies) return [KeyRange.All];
        var after = _circle.IndexOf(peer);
        var before = _circle.Length - after;
        var ranges = new List<KeyRange>();
        if (after > 0 && after < _copies) ranges.Add(new(Predecessor(_copies - after), _self));
        if (after > 0 && before < _copies) ranges.Add(new(Held.After, peer));
        return ranges;
    }

    /// <summary>The keys that each of the next members will hold of this node's when it is gone.</summary>
    public IEnumerable<(Did Heir, KeyRange Range)> Heirs()
    {
        var count = Math.Min(_copies, _successors.Length);
        for (var i = 1; i <= count; i++)
        {
            var index = _copies - i + 1;
            yield return (_successors[i - 1], index < _circle.Length ? new(Predecessor(index), _self) : KeyRange.All);
        }
    }

    private Did Predecessor(int number) => _circle[^number];

    private KeyRange RangeAfter(int number, int seen) => seen == 0 || _circle.Length <= number ? KeyRange.All
        : new(Predecessor(Math.Min(number, seen)), _self);
}
