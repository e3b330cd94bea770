namespace Rings.Actors.Files;

/// <summary>How far a transfer is.</summary>
/// <param name="Done">Bytes of the file that were stored or verified.</param>
/// <param name="Total">The file's bytes; null while they are not known.</param>
public readonly record struct FileProgress(long Done, long? Total);
