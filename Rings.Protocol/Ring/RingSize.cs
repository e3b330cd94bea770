namespace Rings.Protocol.Ring;

/// <summary>
/// How many members the ring has, estimated from how densely the neighbours lie; and from that, how long their lists are.
/// </summary>
internal sealed class RingSize(RingSettings settings)
{
    private int Longest => Math.Max(settings.Successors, settings.MaxSuccessors);

    /// <summary>Entries that each list of neighbours takes.</summary>
    public int Lists { get; private set; } = settings.Successors;

    /// <summary>Members, this one among them; 1 in a ring of one.</summary>
    public double Estimate { get; private set; } = 1;

    /// <summary>Begins with a list of so many successors.</summary>
    public void Restore(int successors) => Lists = Math.Clamp(successors, settings.Successors, Longest);

    /// <summary>The neighbours are others now.</summary>
    public void Measure(Did self, NeighbourList successors, NeighbourList predecessors)
    {
        var (ahead, behind) = (successors.Linked.Length, predecessors.Linked.Length);
        if (ahead < Lists)
        {
            Estimate = Math.Max(1, ahead + 1);
            if (ahead < 2) return;
        }

        var span = (successors.Last is { } last ? self.DistanceTo(last).Fraction : 0)
            + (predecessors.Last is { } first && ahead >= Lists ? first.DistanceTo(self).Fraction : 0);
        var count = ahead + (ahead >= Lists ? behind : 0);
        Estimate = Math.Max(ahead + 1, (count - 1) / Math.Max(span, double.Epsilon));
        Resize();
    }

    /// <summary>
    /// ⌈log2 N⌉ successors at least; a list that is long enough shrinks only when N has fallen well below.
    /// </summary>
    private void Resize()
    {
        var wanted = Math.Log2(Estimate);
        if (wanted > Lists) Lists = (int)Math.Ceiling(wanted);
        else if (wanted < Lists - 2) Lists = (int)Math.Ceiling(wanted) + 1;
        Lists = Math.Clamp(Lists, settings.Successors, Longest);
    }
}
