using Microsoft.Data.Sqlite;

namespace Rings.Actors.Disk;

/// <summary>A store cannot be used, for a reason outside the program. The message names the file, the reason and, where
/// there is one, the remedy.</summary>
internal sealed class StoreException : IOException
{
    // https://www.sqlite.org/rescode.html, primary and extended codes.
    private const int Perm = 3;
    private const int Locked = 6;
    private const int ReadOnlyFile = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int FullDisk = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int Occupied = 5;

    private StoreException(StoreTrouble trouble, string message, Exception? inner)
        : base(message, inner) => Trouble = trouble;

    /// <summary>What is wrong.</summary>
    public StoreTrouble Trouble { get; }

    /// <summary>Whether a store can be read, and written later, as it is.</summary>
    public bool IsPassing => Trouble is StoreTrouble.Full or StoreTrouble.ReadOnly or StoreTrouble.Failing;

    /// <summary>What SQLite threw, as a trouble; null where it is a fault of this program.</summary>
    /// <param name="path">The store's file.</param>
    /// <param name="error">What was thrown.</param>
    /// <remarks>SQLite does not say why a file cannot be opened or written: a file beside it is tried.</remarks>
    public static StoreException? Of(string path, SqliteException error) => TroubleOf(error) switch
    {
        null => null,
        StoreTrouble.Failing when DiskProbe.Write(Path.GetDirectoryName(path)!) is { } why => Of(path, why.Trouble, error),
        { } trouble => Of(path, trouble, error),
    };

    /// <summary>A trouble, in words.</summary>
    /// <param name="path">The store's file.</param>
    /// <param name="trouble">What is wrong.</param>
    /// <param name="inner">What was thrown.</param>
    public static StoreException Of(string path, StoreTrouble trouble, Exception? inner = null)
    {
        var says = trouble switch
        {
            StoreTrouble.Full => $"{path} cannot be written: no space is left on its disk, or a limit on files is reached",
            StoreTrouble.ReadOnly => $"{path} cannot be written: it, or its file system, is read-only",
            StoreTrouble.Denied => $"{path} cannot be opened: access is denied to this user",
            StoreTrouble.Busy => $"{path} is open in another process",
            StoreTrouble.Damaged => $"{path} is damaged",
            StoreTrouble.Newer => $"{path} was written by a later version of this program",
            _ => $"{path} cannot be read or written ({inner?.Message ?? "the disk fails"})",
        };
        return new(trouble, says, inner);
    }

    /// <summary>What the operating system threw, as a trouble.</summary>
    public static StoreException Of(string path, Exception error) =>
        Of(path, error is StoreException known ? known.Trouble : TroubleOf(error), error);

    private static StoreTrouble? TroubleOf(SqliteException error) => error.SqliteErrorCode switch
    {
        FullDisk => StoreTrouble.Full,
        ReadOnlyFile => StoreTrouble.ReadOnly,
        Perm => StoreTrouble.Denied,
        Occupied or Locked => StoreTrouble.Busy,
        Corrupt or NotADatabase => StoreTrouble.Damaged,
        CannotOpen or InputOutput => StoreTrouble.Failing,
        _ => null,
    };

    private static StoreTrouble TroubleOf(Exception error) => error is UnauthorizedAccessException
        ? StoreTrouble.Denied
        : SystemError.Of(error) switch
        {
            SystemError.NoSpace or SystemError.TooBig or SystemError.Quota => StoreTrouble.Full,
            SystemError.ReadOnly => StoreTrouble.ReadOnly,
            SystemError.Again => StoreTrouble.Busy,
            _ => StoreTrouble.Failing,
        };
}
