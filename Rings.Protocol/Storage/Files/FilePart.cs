namespace Rings.Protocol.Storage.Files;

/// <summary>Verified bytes of a file and where they belong in it.</summary>
/// <param name="Offset">From the file's beginning.</param>
/// <param name="Content">The bytes.</param>
internal readonly record struct FilePart(long Offset, ReadOnlyMemory<byte> Content);
