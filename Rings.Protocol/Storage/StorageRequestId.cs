namespace Rings.Protocol.Storage;

/// <summary>Names a question that this node sent, for its answer.</summary>
/// <param name="Value">A count.</param>
internal readonly record struct StorageRequestId(long Value);
