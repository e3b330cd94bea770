using Rings.Protocol;

namespace Rings.Simulation.Invariants;

/// <summary>All live members in the order of the circle: the truth that tables and answers are measured
/// against.</summary>
internal sealed class RingSnapshot
{
    private readonly MemberView[] _members;
    private readonly Distance[] _positions;

    /// <summary>Sorts the members.</summary>
    /// <param name="members">The live members, each once, in any order.</param>
    public RingSnapshot(IEnumerable<MemberView> members)
    {
        _members = [.. members];
        _positions = Array.ConvertAll(_members, member => Did.Zero.DistanceTo(member.Self));
        Array.Sort(_positions, _members);
    }

    /// <summary>How many there are.</summary>
    public int Count => _members.Length;

    /// <summary>The member at a place, counted clockwise round the circle, any whole number.</summary>
    public ref readonly MemberView this[int index] => ref _members[((index % Count) + Count) % Count];

    /// <summary>The place of the first member at or after a point: its owner. 0 past the last one.</summary>
    /// <param name="point">The point.</param>
    public int OwnerIndex(Did point)
    {
        var found = LowerBound(point);
        return found == Count ? 0 : found;
    }

    /// <summary>The owner of a point.</summary>
    /// <param name="point">The point.</param>
    public Did Owner(Did point) => _members[OwnerIndex(point)].Self;

    /// <summary>Whether a Did is one of the live members.</summary>
    /// <param name="did">The Did.</param>
    public bool Contains(Did did) => Array.BinarySearch(_positions, Did.Zero.DistanceTo(did)) >= 0;

    /// <summary>How many members lie before a point, counted from point 0.</summary>
    internal int LowerBound(Did point)
    {
        var found = Array.BinarySearch(_positions, Did.Zero.DistanceTo(point));
        return found < 0 ? ~found : found;
    }
}
