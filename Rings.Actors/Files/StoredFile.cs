using Rings.Protocol.Storage;

namespace Rings.Actors.Files;

/// <summary>A file or directory that the ring has taken in.</summary>
/// <param name="Root">By which anybody fetches it.</param>
/// <param name="Size">The file's bytes; of a directory, those of its list.</param>
public sealed record StoredFile(BlobHash Root, long Size)
{
    /// <summary>Blobs that it consists of, each kept by holders of its own.</summary>
    public int Parts { get; init; }

    /// <summary>Durable copies that the part has which has the fewest.</summary>
    public int Copies { get; init; }

    /// <summary>When the first of its parts ends unless it is stored again.</summary>
    public DateTimeOffset Expires { get; init; }
}
