namespace Rings.Protocol.Storage;

/// <summary>What a record is. The numbers are those of the wire.</summary>
public enum RecordKind
{
    /// <summary>A signed wish to keep a Blob for a time; carries the Blob's bytes.</summary>
    BlobLease = 1,

    /// <summary>A value that its owner alone replaces.</summary>
    Register = 2,

    /// <summary>An element of a Set: many authors, each with elements of its own.</summary>
    SetElement = 3,

    /// <summary>The end of elements of a Set, by their author or by the Set's owner.</summary>
    SetRemoval = 4,

    /// <summary>An account takes its session keys back.</summary>
    Revocation = 5,
}
