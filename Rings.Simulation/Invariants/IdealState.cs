namespace Rings.Simulation.Invariants;

/// <summary>How near a ring is to the ideal state: every list the next r members, every predecessor the member
/// before.</summary>
/// <param name="Members">Live members.</param>
/// <param name="Heads">Those whose head is right.</param>
/// <param name="Lists">Those whose whole list is right.</param>
/// <param name="Predecessors">Those whose predecessor is right.</param>
internal readonly record struct IdealState(int Members, int Heads, int Lists, int Predecessors)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsReached => Lists == Members && Predecessors == Members;

    /// <summary>Measures a ring.</summary>
    /// <param name="ring">The live members.</param>
    /// <param name="length">The fewest entries of a full list; a smaller ring's lists hold all others.</param>
    public static IdealState Measure(RingSnapshot ring, int length)
    {
        ArgumentNullException.ThrowIfNull(ring);
        var full = Math.Min(length, ring.Count - 1);
        var (heads, lists, predecessors) = (0, 0, 0);
        for (var i = 0; i < ring.Count; i++)
        {
            var member = ring[i];
            var right = RightEntries(ring, i);
            if (right > 0 || ring.Count == 1) heads++;
            if (right == member.Successors.Count && right >= full) lists++;
            if (member.Predecessor == (ring.Count == 1 ? null : ring[i - 1].Self)) predecessors++;
        }

        return new(ring.Count, heads, lists, predecessors);
    }

    private static int RightEntries(RingSnapshot ring, int index)
    {
        var entries = ring[index].Successors;
        var right = 0;
        var most = Math.Min(entries.Count, ring.Count - 1);
        while (right < most && entries[right] == ring[index + 1 + right].Self) right++;
        return right;
    }
}
