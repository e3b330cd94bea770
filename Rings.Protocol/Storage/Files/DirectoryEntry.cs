namespace Rings.Protocol.Storage.Files;

/// <summary>A file of a directory.</summary>
/// <param name="Path">Its relative path, parts separated by <c>/</c>.</param>
/// <param name="Root">The manifest of the file.</param>
/// <param name="Size">The file's bytes.</param>
/// <param name="MediaType">What it is.</param>
public sealed record DirectoryEntry(string Path, BlobHash Root, long Size, string MediaType);
