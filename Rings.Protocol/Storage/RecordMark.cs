namespace Rings.Protocol.Storage;

/// <summary>What stays of a record that is gone: nothing that is not above it is accepted in its slot.</summary>
/// <param name="Seq">Its seq.</param>
/// <param name="Hash">The hash of its payload.</param>
internal readonly record struct RecordMark(long Seq, BlobHash Hash);
