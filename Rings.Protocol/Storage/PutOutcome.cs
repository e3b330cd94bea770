using System.Collections.Immutable;

namespace Rings.Protocol.Storage;

/// <summary>How a put ended.</summary>
internal abstract record PutOutcome
{
    private PutOutcome()
    {
    }

    /// <summary>Acknowledged: at least w copies are durable.</summary>
    /// <param name="Copies">Who has them, the owner first.</param>
    public sealed record Stored(ImmutableArray<Did> Copies) : PutOutcome;

    /// <summary>Kept, but by fewer than w so far; replication goes on. A lone node gives this answer.</summary>
    /// <param name="Copies">Who has them.</param>
    public sealed record StoredLocally(ImmutableArray<Did> Copies) : PutOutcome;

    /// <summary>Not kept.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(StorageRefusal Reason) : PutOutcome;

    /// <summary>No owner answered in time: it may be kept or not. Putting the same record again does no harm.</summary>
    public sealed record Unknown : PutOutcome;
}
