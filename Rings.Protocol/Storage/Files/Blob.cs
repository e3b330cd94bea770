namespace Rings.Protocol.Storage.Files;

/// <summary>Bytes with their name, ready to be stored under a lease.</summary>
/// <param name="Hash">Their name.</param>
/// <param name="Content">The bytes: up to 32 KiB.</param>
internal readonly record struct Blob(BlobHash Hash, ReadOnlyMemory<byte> Content)
{
    /// <summary>A piece of a file.</summary>
    public static Blob Chunk(ReadOnlyMemory<byte> content) => new(BlobHash.OfChunk(content.Span), content);

    /// <summary>A manifest.</summary>
    public static Blob Manifest(ReadOnlyMemory<byte> content) => new(BlobHash.OfManifest(content.Span), content);
}
