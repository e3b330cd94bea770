namespace Rings.TestKit;

/// <summary>How a test says how many nodes there are.</summary>
public static class SimulatedRingNodes
{
    /// <summary>The most nodes of one ring.</summary>
    public const int Most = 1024;

    /// <summary>Starts so many nodes at once, numbered on from those there are; all but number 0 join through <c>sim://n0</c>.</summary>
    /// <param name="ring">Where.</param>
    /// <param name="count">How many, from 1; at most <see cref="Most"/> in all.</param>
    /// <exception cref="RingStepException">There would be none or too many.</exception>
    public static SimulatedRing Nodes(this SimulatedRing ring, int count)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ring.AddNodes(count);
        return ring;
    }
}
