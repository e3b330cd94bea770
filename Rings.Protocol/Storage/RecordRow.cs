namespace Rings.Protocol.Storage;

/// <summary>A record's name and version, without its bytes: what neighbours compare.</summary>
/// <param name="Key">The key.</param>
/// <param name="Slot">The slot under it.</param>
/// <param name="Seq">The record's seq.</param>
/// <param name="Hash">Its payload's hash.</param>
internal readonly record struct RecordRow(Did Key, RecordSlot Slot, long Seq, BlobHash Hash)
{
    /// <summary>The row of a record under a key.</summary>
    public static RecordRow Of(Did key, StoredRecord record) =>
        new(key, record.Slot, record.Fields.Seq, record.Hash);
}
