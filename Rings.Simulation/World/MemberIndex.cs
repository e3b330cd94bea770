using Rings.Protocol;

namespace Rings.Simulation.World;

/// <summary>The live members in the order of the circle, kept as they come and go: the truth about ownership.</summary>
internal sealed class MemberIndex
{
    private readonly List<Distance> _positions = [];
    private readonly List<int> _nodes = [];

    /// <summary>How many there are.</summary>
    public int Count => _nodes.Count;

    /// <summary>The numbers of the members, clockwise from point 0.</summary>
    public IReadOnlyList<int> Nodes => _nodes;

    /// <summary>Adds a member.</summary>
    public void Add(Did did, int node)
    {
        var at = Find(did);
        if (at >= 0) return;
        _positions.Insert(~at, Did.Zero.DistanceTo(did));
        _nodes.Insert(~at, node);
    }

    /// <summary>Takes a member out, if it is in.</summary>
    public void Remove(Did did)
    {
        var at = Find(did);
        if (at < 0) return;
        _positions.RemoveAt(at);
        _nodes.RemoveAt(at);
    }

    /// <summary>Puts many members in at once.</summary>
    public void AddAll(IEnumerable<(Did Did, int Node)> members)
    {
        var all = members.Select(member => (Position: Did.Zero.DistanceTo(member.Did), member.Node)).ToArray();
        Array.Sort(all, (left, right) => left.Position.CompareTo(right.Position));
        _positions.AddRange(all.Select(member => member.Position));
        _nodes.AddRange(all.Select(member => member.Node));
    }

    /// <summary>The place of a point's owner: the first member at or after it.</summary>
    public int OwnerPlace(Did point)
    {
        var at = Find(point);
        if (at < 0) at = ~at;
        return at == Count ? 0 : at;
    }

    /// <summary>The number of a point's owner; −1 without members.</summary>
    public int Owner(Did point) => Count == 0 ? -1 : _nodes[OwnerPlace(point)];

    /// <summary>The number of the member at a place, counted round the circle.</summary>
    public int At(int place) => _nodes[((place % Count) + Count) % Count];

    private int Find(Did did) => _positions.BinarySearch(Did.Zero.DistanceTo(did));
}
