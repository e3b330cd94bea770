namespace Rings.Actors.Disk;

/// <summary>Files that only their owner may use (mode 0600): keys, sessions and tokens.</summary>
/// <remarks>An edge: reads and writes the disk. On Windows the folder's own access list guards them.</remarks>
public static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whether no one but its owner may use a file.</summary>
    /// <exception cref="IOException">The file is not there.</exception>
    public static bool IsPrivate(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0;

    /// <summary>Writes a file in a single step; no other may read it at any time.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="overwrite">Whether it may take the place of another.</param>
    /// <exception cref="IOException">It exists and must not be overwritten, or cannot be written; the message says
    /// why.</exception>
    public static void Write(string path, string content, bool overwrite = true)
    {
        try
        {
            WriteOver(path, path + ".new", content, overwrite);
        }
        catch (Exception error) when (SystemError.IsOfFile(error))
        {
            throw StoreException.Of(path, error);
        }
    }

    private static void WriteOver(string path, string draft, string content, bool overwrite)
    {
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite);
    }

    /// <summary>Reads a file after checking that no one but its owner may.</summary>
    /// <exception cref="UnauthorizedAccessException">Others may use it.</exception>
    public static string Read(string path) => IsPrivate(path)
        ? File.ReadAllText(path)
        : throw new UnauthorizedAccessException($"{path} can be read by others. Run: chmod 600 {path}");
}
