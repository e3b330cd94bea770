namespace Rings.Simulation.Nemesis;

/// <summary>What storage promises (docs/protocol/5-storage.md).</summary>
internal enum Guarantee
{
    /// <summary>What was acknowledged is found after all faults.</summary>
    NoLostWrite,

    /// <summary>What was removed, and acknowledged so, does not come back.</summary>
    NoResurrection,

    /// <summary>Nothing is found that nobody wrote.</summary>
    NoInvention,

    /// <summary>A final answer has what was acknowledged before the question, unless the ring is divided.</summary>
    NoStaleRead,
}

/// <summary>A guarantee that a history breaks, with the operations that show it.</summary>
/// <param name="Broken">The guarantee.</param>
/// <param name="Read">The read that shows it.</param>
/// <param name="Write">The write that it should have shown, or should not; null for an invention.</param>
internal sealed record Anomaly(Guarantee Broken, Operation Read, Operation? Write);
