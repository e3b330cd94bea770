namespace Rings.Actors.Files;

/// <summary>Why a file did not arrive.</summary>
public enum FileFailure
{
    /// <summary>The ring has no such Blob: it expired, or never was.</summary>
    Missing,

    /// <summary>The owners of a part did not answer in time, however often they were asked.</summary>
    Unreachable,

    /// <summary>The nodes that would keep it refused.</summary>
    Refused,

    /// <summary>The file states more bytes than the caller takes.</summary>
    TooLarge,

    /// <summary>A manifest is not sound, or the root is a directory's where a file was wanted.</summary>
    Damaged,
}
