using System.Collections.Immutable;

namespace Rings.Protocol.Wire;

/// <summary>The counts of <see cref="SequenceCounters"/> as one value.</summary>
/// <param name="Mark">At least every number given so far.</param>
/// <param name="Floor">No count begins below this.</param>
/// <param name="Counts">The last number of each destination and lane, the one used longest ago first.</param>
internal sealed record SequenceState(
    ulong Mark, ulong Floor, ImmutableArray<(Did Destination, Lane Lane, ulong Last)> Counts)
{
    /// <summary>No counts, and all numbers up to a mark may have been used.</summary>
    public static SequenceState Begin(ulong mark) => new(mark, mark, []);
}
