namespace Rings.Actors.Disk;

/// <summary>Looks at the disk under a folder.</summary>
internal static class DiskProbe
{
    /// <summary>What of a disk nobody but this node's own may fill: an eighth, and no more than this, in bytes.</summary>
    private const long LargestReserve = 64L << 20;

    private const int ProbeBytes = 64 << 10;
    private const int PageBytes = 4096;

    /// <summary>Writes a file, and removes it.</summary>
    /// <param name="folder">Where.</param>
    /// <returns>What kept it from being written; null: nothing.</returns>
    public static StoreException? Write(string folder)
    {
        var path = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        try
        {
            using var file = new FileStream(
                path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.Write(new byte[ProbeBytes]);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception error) when (SystemError.IsOfFile(error))
        {
            return StoreException.Of(folder, error);
        }
    }

    /// <summary>
    /// Pages that a store's log may have before it goes into the file: what SQLite takes by default (1,000), and less on
    /// a small disk, whose log could fill it and then find no room to go into the file.
    /// </summary>
    /// <param name="folder">A folder on it.</param>
    public static long LogPages(string folder) =>
        Math.Clamp(new DriveInfo(folder).TotalSize / 64 / PageBytes, 16, 1000);

    /// <summary>Bytes that a disk has for what others want kept; the reserve is left out.</summary>
    /// <param name="folder">A folder on it.</param>
    public static long RoomForOthers(string folder)
    {
        var disk = new DriveInfo(folder);
        return disk.AvailableFreeSpace - Math.Min(disk.TotalSize / 8, LargestReserve);
    }
}
