namespace Rings.Actors.Disk;

/// <summary>The operating system's error numbers that a node tells apart (errno of Linux and macOS, HRESULT of Windows), as
/// .NET hands them on in <see cref="Exception.HResult"/>.</summary>
internal static class SystemError
{
    /// <summary>ENOSPC: no block, or no inode, is left.</summary>
    public const int NoSpace = 28;

    /// <summary>EFBIG: beyond RLIMIT_FSIZE or what the file system can hold.</summary>
    public const int TooBig = 27;

    /// <summary>EDQUOT, by Linux's number.</summary>
    public const int Quota = 122;

    /// <summary>EROFS.</summary>
    public const int ReadOnly = 30;

    /// <summary>EAGAIN, EWOULDBLOCK: another has the lock.</summary>
    public const int Again = 11;

    private const int AgainOfMac = 35;
    private const int QuotaOfMac = 69;
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsLock = unchecked((int)0x80070021);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsWriteProtect = unchecked((int)0x80070013);

    /// <summary>
    /// Whether the operating system said it about a file. .NET makes EFBIG an <see cref="ArgumentOutOfRangeException"/>: to be
    /// asked only of what writes a file and takes no number from a caller.
    /// </summary>
    public static bool IsOfFile(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>The number behind an exception, as one of those above; else as it is.</summary>
    public static int Of(Exception error) => error is ArgumentOutOfRangeException ? TooBig : error.HResult switch
    {
        WindowsSharing or WindowsLock => Again,
        WindowsDiskFull or WindowsHandleDiskFull => NoSpace,
        WindowsWriteProtect => ReadOnly,
        AgainOfMac when OperatingSystem.IsMacOS() => Again,
        QuotaOfMac when OperatingSystem.IsMacOS() => Quota,
        var number => number,
    };
}
