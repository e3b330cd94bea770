using Rings.Protocol;
using Rings.Simulation.Engine;

namespace Rings.Simulation.Invariants;

/// <summary>
/// The inductive invariant of correct Chord (Zave, Reasoning about identifier spaces: how to make Chord correct, IEEE
/// TSE 2017, section 6), and what it implies. While it holds, the ring repairs itself.
/// </summary>
internal static class ZaveInvariant
{
    /// <summary>Finds the first rule that does not hold.</summary>
    /// <param name="ring">The live members.</param>
    /// <param name="length">r, the length of a full successor list.</param>
    /// <returns>Null if all is well.</returns>
    public static Violation? Check(RingSnapshot ring, int length) =>
        CheckLists(ring) ?? (ring.Count == 0 ? null : Cycle(ring)) ?? Principals(ring, length);

    /// <summary>Finds the first rule for single members that does not hold: what is left where rings are
    /// divided.</summary>
    /// <param name="ring">The live members.</param>
    /// <returns>Null if all is well.</returns>
    public static Violation? CheckLists(RingSnapshot ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        return Lists(ring) ?? LiveSuccessors(ring);
    }

    /// <summary>The first live entry of a member's list; the member itself if there is none.</summary>
    /// <param name="ring">The live members.</param>
    /// <param name="member">The member.</param>
    public static Did BestSuccessor(RingSnapshot ring, in MemberView member)
    {
        ArgumentNullException.ThrowIfNull(ring);
        foreach (var entry in member.Successors)
            if (ring.Contains(entry)) return entry;
        return member.Self;
    }

    /// <summary>How many members no member's extended list skips.</summary>
    /// <param name="ring">The live members.</param>
    public static int CountPrincipals(RingSnapshot ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var skips = new int[ring.Count + 1];
        for (var i = 0; i < ring.Count; i++)
        {
            var previous = ring[i].Self;
            foreach (var entry in ring[i].Successors)
            {
                MarkBetween(ring, previous, entry, skips);
                previous = entry;
            }
        }

        var depth = 0;
        var principals = 0;
        for (var i = 0; i < ring.Count; i++)
            if ((depth += skips[i]) == 0) principals++;
        return principals;
    }

    private static Violation? Lists(RingSnapshot ring)
    {
        for (var i = 0; i < ring.Count; i++)
        {
            var member = ring[i];
            var last = Distance.Zero;
            foreach (var entry in member.Successors)
            {
                var distance = member.Self.DistanceTo(entry);
                if (distance <= last)
                    return new("Lists are ordered, distinct and without their owner", Show(member));
                last = distance;
            }
        }

        return null;
    }

    // A ring of one has an empty list, and keeps it until its first guest notifies it.
    private static Violation? LiveSuccessors(RingSnapshot ring)
    {
        for (var i = 0; i < ring.Count; i++)
        {
            var member = ring[i];
            if (member.Successors.Count > 0 && BestSuccessor(ring, member) == member.Self)
                return new("Every member has a live successor", Show(member));
        }

        return null;
    }

    // Following best successors from any member ends in a cycle. There must be one, and it must go round once.
    private static Violation? Cycle(RingSnapshot ring)
    {
        var next = new int[ring.Count];
        for (var i = 0; i < ring.Count; i++) next[i] = ring.OwnerIndex(BestSuccessor(ring, ring[i]));
        var seen = new int[ring.Count];
        var cycle = -1;
        for (var i = 0; i < ring.Count; i++)
        {
            var at = i;
            for (; seen[at] == 0; at = next[at]) seen[at] = i + 1;
            if (seen[at] != i + 1) continue;
            if (cycle >= 0) return new("There is one ring", $"{Show(ring[cycle])}; {Show(ring[at])}");
            cycle = at;
            if (!GoesRoundOnce(next, at))
                return new("The ring is ordered", $"it passes 0 more than once, at {Show(ring[at])}");
        }

        return null;
    }

    private static bool GoesRoundOnce(int[] next, int start)
    {
        var wraps = 0;
        var at = start;
        do
        {
            if (next[at] <= at) wraps++;
            at = next[at];
        }
        while (at != start);
        return wraps == 1;
    }

    private static Violation? Principals(RingSnapshot ring, int length)
    {
        if (ring.Count <= length + 1) return null;
        var principals = CountPrincipals(ring);
        return principals > length
            ? null
            : new($"At least r + 1 = {length + 1} members are principal", $"{principals} are");
    }

    // Adds one to every place strictly between two points, as differences: +1 where the stretch begins, −1 where it
    // ends.
    private static void MarkBetween(RingSnapshot ring, Did start, Did end, int[] skips)
    {
        var first = ring.LowerBound(start);
        if (first < ring.Count && ring[first].Self == start) first++;
        var last = ring.LowerBound(end);
        if (Did.Zero.DistanceTo(start) < Did.Zero.DistanceTo(end))
        {
            Mark(skips, first, last);
            return;
        }

        Mark(skips, first, ring.Count);
        Mark(skips, 0, last);
    }

    private static void Mark(int[] skips, int first, int end)
    {
        if (first >= end) return;
        skips[first]++;
        skips[end]--;
    }

    private static string Show(MemberView member) => $"{Describe.Did(member.Self)} has {Describe.Dids(member.Successors)}";
}
