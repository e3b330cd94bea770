namespace Rings.Actors.Disk;

/// <summary>What can be wrong with a store, seen from outside the program.</summary>
internal enum StoreTrouble
{
    /// <summary>The disk, its quota or the process's limit takes no more bytes.</summary>
    Full,

    /// <summary>The file or its file system can only be read.</summary>
    ReadOnly,

    /// <summary>The operating system lets this user in no further.</summary>
    Denied,

    /// <summary>Another process has the file for itself.</summary>
    Busy,

    /// <summary>What is in the file was never written so: a broken disk, a write that was cut off, a turned bit.</summary>
    Damaged,

    /// <summary>A later version of this program wrote the file.</summary>
    Newer,

    /// <summary>The disk fails, or the process has no file descriptor left.</summary>
    Failing,
}
