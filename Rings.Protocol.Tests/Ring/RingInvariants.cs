using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>
/// What must be true of a whole ring after every event (Zave 2017, section "The inductive invariant").
/// </summary>
internal static class RingInvariants
{
    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="world">The nodes.</param>
    /// <param name="principals">Members at least that no list skips; 0 not to count them.</param>
    /// <param name="without">A node to be thought away.</param>
    public static string? Violation(RingWorld world, int principals, Did? without = null) =>
        Violation(world.Hosts.Values, principals, without);

    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="nodes">The living nodes, in the order of the circle.</param>
    /// <param name="principals">Members at least that no list skips; 0 not to count them.</param>
    /// <param name="without">A node to be thought away.</param>
    public static string? Violation(IReadOnlyCollection<IRingNode> nodes, int principals, Did? without = null)
    {
        var members = new List<IRingNode>(nodes.Count);
        foreach (var host in nodes)
        {
            if (host.Ring.Phase == RingPhase.Member && host.Did != without) members.Add(host);
        }

        if (members.Count == 0) return null;
        var places = new Dictionary<Did, int>(members.Count);
        for (var index = 0; index < members.Count; index++) places.Add(members[index].Did, index);
        foreach (var member in members)
        {
            if (ListFault(member) is { } fault) return $"{member.Did}: {fault}";
        }

        var best = members.ConvertAll(host => BestSuccessor(host, places));
        var lost = best.IndexOf(-1);
        if (lost >= 0) return $"{members[lost].Did}: no live successor";
        return RingFault(best, members)
            ?? (principals > 0 && CountPrincipals(members, places) < principals
                ? $"fewer than {principals} principal members"
                : null);
    }

    /// <summary>Whether every list is the next r members and every predecessor right.</summary>
    public static bool IsIdeal(RingWorld world)
    {
        var ring = world.Hosts.Values.ToArray();
        for (var index = 0; index < ring.Length; index++)
        {
            if (ring[index].Ring.Phase != RingPhase.Member) return false;
            var list = ring[index].Ring.Neighbours.Successors;
            if (list.Length < Math.Min(world.Settings.Successors, ring.Length - 1)) return false;
            for (var step = 0; step < list.Length; step++)
            {
                if (list[step] != ring[(index + step + 1) % ring.Length].Did) return false;
            }

            var predecessor = ring.Length == 1 ? (Did?)null : ring[(index + ring.Length - 1) % ring.Length].Did;
            if (ring[index].Ring.Neighbours.Predecessor != predecessor) return false;
        }

        return true;
    }

    /// <summary>P-02: a list is in order, distinct, without its own node, and of linked nodes alone.</summary>
    private static string? ListFault(IRingNode host)
    {
        var list = host.Ring.Neighbours.Successors;
        for (var index = 0; index < list.Length; index++)
        {
            if (list[index] == host.Did) return "it stands in its own list";
            if (!host.Links.Contains(list[index])) return "its list holds a node that is not linked";
            if (index > 0 && host.Did.DistanceTo(list[index]) <= host.Did.DistanceTo(list[index - 1]))
            {
                return "its list is out of order";
            }
        }

        return host.Ring.Neighbours.Predecessor == host.Did ? "it is its own predecessor" : null;
    }

    private static int BestSuccessor(IRingNode host, Dictionary<Did, int> places)
    {
        foreach (var successor in host.Ring.Neighbours.Successors)
        {
            if (places.TryGetValue(successor, out var place)) return place;
        }

        return host.Owned == host.Did ? places[host.Did] : -1;
    }

    /// <summary>One ring of best successors, only one, in order. Members stand in the order of the circle, so on an
    /// ordered ring the successor's place falls back exactly once.</summary>
    private static string? RingFault(List<int> best, List<IRingNode> members)
    {
        var place = 0;
        for (var step = 0; step < best.Count; step++) place = best[place];
        var onRing = new bool[best.Count];
        var falls = 0;
        for (; !onRing[place]; place = best[place])
        {
            onRing[place] = true;
            if (best[place] <= place) falls++;
        }

        if (falls != 1) return "the ring is out of order";
        for (var other = 0; other < best.Count; other++)
        {
            var at = other;
            for (var step = 0; step < best.Count && !onRing[at]; step++) at = best[at];
            if (!onRing[at]) return $"two rings: one with {members[at].Did}";
        }

        return null;
    }

    /// <summary>Members that no member's extended list skips.</summary>
    private static int CountPrincipals(List<IRingNode> members, Dictionary<Did, int> places)
    {
        var skipped = new bool[members.Count];
        for (var index = 0; index < members.Count; index++)
        {
            var list = members[index].Ring.Neighbours.Successors;
            if (list.IsEmpty) continue;
            var count = members.Count;
            var next = 0;
            for (var step = 1; step < count && next < list.Length; step++)
            {
                var at = (index + step) % count;
                while (next < list.Length && !places.ContainsKey(list[next])) next++;
                if (next < list.Length && list[next] == members[at].Did) next++;
                else if (next < list.Length) skipped[at] = true;
            }
        }

        return skipped.Count(isSkipped => !isSkipped);
    }
}
