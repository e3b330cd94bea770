namespace Rings.Protocol.Storage;

/// <summary>Where an answer goes: the host's name for a question that it passed in.</summary>
/// <param name="Value">Chosen by the host.</param>
internal readonly record struct StorageReplyTo(long Value);
