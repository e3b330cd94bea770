using Rings.Protocol;
using Rings.Protocol.Storage;

namespace Rings.TestKit.Probes;

/// <summary>Looks at the disk that a node keeps records on: what is there would survive a crash now.</summary>
/// <param name="ring">Where.</param>
/// <param name="number">Which node.</param>
public sealed class StorageProbe(SimulatedRing ring, int number)
{
    /// <summary>How many records are durable.</summary>
    /// <exception cref="RingStepException">There is no such node.</exception>
    public int Count => Records.Count;

    /// <summary>The records that are durable, in the order of their keys.</summary>
    internal IReadOnlyList<StoredRecord> Records => [.. ring.DiskOf(ring.Node(number).Name)];

    /// <summary>Whether records of an author are durable.</summary>
    /// <exception cref="RingStepException">There is no such node.</exception>
    public bool Holds(Did author) => Records.Any(record => record.Fields.Author == author);
}
