namespace Rings.Protocol.Storage;

/// <summary>Bounds of records and of what one key may hold. The defaults are those of protocol.md, section 5.</summary>
public sealed record RecordLimits
{
    /// <summary>The most bytes of a value or of a Blob.</summary>
    public const int MaxValueBytes = 32 * 1024;

    /// <summary>The most bytes of a whole record.</summary>
    public const int MaxBytes = 40 * 1024;

    /// <summary>The most bytes of a name in UTF-8.</summary>
    public const int MaxNameBytes = 255;

    /// <summary>The most bytes of a tag.</summary>
    public const int MaxTagBytes = 64;

    /// <summary>How long a record may live, and how long the mark of one that is gone is kept.</summary>
    public TimeSpan MaxLife { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long an element may live in a Set whose name begins with <c>service/</c>.</summary>
    public TimeSpan MaxServiceLife { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far an author's clock may be ahead.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Elements of one author under one key, removals included.</summary>
    public int PerAuthor { get; init; } = 64;

    /// <summary>Elements under one key, removals by their authors included.</summary>
    public int PerKey { get; init; } = 1024;

    /// <summary>Removals by a Set's owner; they count to no other limit.</summary>
    public int OwnerRemovals { get; init; } = 4096;

    /// <summary>Marks of records that are gone, under one key.</summary>
    public int Marks { get; init; } = 4096;

    /// <summary>The longest life of a record.</summary>
    /// <param name="kind">Its kind: only Sets have names that shorten it.</param>
    /// <param name="name">Its name.</param>
    public TimeSpan LifeOf(RecordKind kind, string name) =>
        kind is RecordKind.SetElement or RecordKind.SetRemoval && name.StartsWith("service/", StringComparison.Ordinal)
            ? MaxServiceLife
            : MaxLife;
}
