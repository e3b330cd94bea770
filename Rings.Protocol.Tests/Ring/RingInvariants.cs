namespace Rings.Protocol.Tests.Ring;

/// <summary>What must be true of a whole ring after every event (Zave 2017, section "The inductive invariant").</summary>
internal static class RingInvariants
{
    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="world">The nodes.</param>
    /// <param name="principals">Members at least that no list skips; 0 not to count them.</param>
    /// <param name="without">A node to be thought away.</param>
    public static string? Violation(RingWorld world, int principals, Did? without = null)
    {
        var members = world.Members.Where(host => host.Did != without).OrderBy(host => Did.Zero.DistanceTo(host.Did)).ToList();
        if (members.Count == 0) return null;
        var alive = members.Select(host => host.Did).ToHashSet();
        foreach (var member in members)
        {
            if (ListFault(member, world) is { } fault) return $"{member.Did}: {fault}";
        }

        var best = members.ToDictionary(host => host.Did, host => BestSuccessor(host, alive));
        if (best.FirstOrDefault(pair => pair.Value is null) is { Value: null, Key: var lost } && lost != default)
        {
            return $"{lost}: no live successor";
        }

        return RingFault(best!, members)
            ?? (CountPrincipals(members, alive) < principals ? $"fewer than {principals} principal members" : null);
    }

    /// <summary>Whether every list is the next r members and every predecessor right.</summary>
    public static bool IsIdeal(RingWorld world)
    {
        var ring = world.Members.Select(host => host.Did).OrderBy(Did.Zero.DistanceTo).ToArray();
        if (ring.Length != world.Hosts.Count) return false;
        for (var index = 0; index < ring.Length; index++)
        {
            var list = world[ring[index]].Ring.Neighbours.Successors;
            var length = Math.Min(world.Settings.Successors, ring.Length - 1);
            if (list.Length < length) return false;
            for (var step = 0; step < list.Length; step++)
            {
                if (list[step] != ring[(index + step + 1) % ring.Length]) return false;
            }

            var predecessor = ring.Length == 1 ? (Did?)null : ring[(index + ring.Length - 1) % ring.Length];
            if (world[ring[index]].Ring.Neighbours.Predecessor != predecessor) return false;
        }

        return true;
    }

    /// <summary>P-02: a list is in order, distinct, without its own node, and of linked nodes alone.</summary>
    private static string? ListFault(RingHost host, RingWorld world)
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

        return host.Ring.Neighbours.Predecessor == host.Did && world.Hosts.Count > 0 ? "it is its own predecessor" : null;
    }

    private static Did? BestSuccessor(RingHost host, HashSet<Did> alive)
    {
        foreach (var successor in host.Ring.Neighbours.Successors)
        {
            if (alive.Contains(successor)) return successor;
        }

        return host.Owned == host.Did ? host.Did : null;
    }

    /// <summary>One ring of best successors, only one, in order.</summary>
    private static string? RingFault(Dictionary<Did, Did?> best, List<RingHost> members)
    {
        var ring = Cycle(best, members[0].Did);
        foreach (var member in members)
        {
            var other = Cycle(best, member.Did);
            if (!ring.Contains(other[0])) return $"two rings: {string.Join(' ', ring)} and {string.Join(' ', other)}";
        }

        var turns = 0.0;
        for (var index = 0; index < ring.Count; index++)
        {
            turns += ring[index].DistanceTo(ring[(index + 1) % ring.Count]).Fraction;
        }

        return ring.Count > 1 && turns > 1.5 ? $"the ring is out of order: {string.Join(' ', ring)}" : null;
    }

    private static List<Did> Cycle(Dictionary<Did, Did?> best, Did start)
    {
        for (var step = 0; step < best.Count; step++) start = best[start]!.Value;
        var cycle = new List<Did> { start };
        for (var next = best[start]!.Value; next != start; next = best[next]!.Value) cycle.Add(next);
        return cycle;
    }

    /// <summary>Members that no member's extended list skips.</summary>
    private static int CountPrincipals(List<RingHost> members, HashSet<Did> alive)
    {
        var principals = new HashSet<Did>(alive);
        foreach (var host in members)
        {
            var list = host.Ring.Neighbours.Successors;
            if (list.IsEmpty) continue;
            principals.RemoveWhere(point =>
                point != host.Did && !list.Contains(point) && point.IsBetween(host.Did, list[^1]));
        }

        return principals.Count;
    }
}
