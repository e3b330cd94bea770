namespace Rings.Protocol.Storage;

/// <summary>A record of this node that is to be signed and put again before it expires.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="Record">Its last word.</param>
/// <param name="Life">How long each word is to live.</param>
internal sealed record OwnRecord(Did Key, StoredRecord Record, TimeSpan Life)
{
    /// <summary>What tells it from this node's others.</summary>
    public (Did Key, RecordSlot Slot) Name => (Key, Record.Slot);

    /// <summary>When it is time: half of its life is left for the times when nobody can be reached.</summary>
    public Instant Due => Record.Fields.Signed + Life / 2;
}
