namespace Rings.Protocol.Storage.Files;

/// <summary>A part of a file, as its manifest names it.</summary>
/// <param name="Hash">The Blob: a chunk or a further manifest.</param>
/// <param name="Size">Bytes of the file that lie in it or below it.</param>
internal readonly record struct FileChild(BlobHash Hash, long Size);
