namespace Rings.Protocol.Storage;

/// <summary>A record with the key under which it is kept.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The record.</param>
internal readonly record struct KeyedRecord(Did Key, StoredRecord Record);
