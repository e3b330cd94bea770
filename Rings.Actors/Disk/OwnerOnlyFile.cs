namespace Rings.Actors.Disk;

/// <summary>Files that only their owner may use: keys, sessions and tokens. Mode 0600; on Windows an access list that lets no one else
/// in.</summary>
/// <remarks>An edge: reads and writes the disk.</remarks>
public static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whether no one but its owner may use a file.</summary>
    /// <exception cref="IOException">The file is not there.</exception>
    public static bool IsPrivate(string path) =>
        OperatingSystem.IsWindows() ? OwnerOnlyAccess.IsPrivate(path) : (File.GetUnixFileMode(path) & Others) == 0;

    /// <summary>The line that makes a file its owner's alone, for whoever reads a refusal.</summary>
    /// <param name="path">The file.</param>
    public static string Remedy(string path) => Remedy(path, OperatingSystem.IsWindows());

    internal static string Remedy(string path, bool isWindows) =>
        isWindows ? $"icacls \"{path}\" /inheritance:r /grant:r *{OwnerOnlyAccess.OwnerRights}:F" : $"chmod 600 {path}";

    /// <summary>Makes a file that is not there yet, open for writing; no other may read it at any time.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It is there, or cannot be made.</exception>
    public static FileStream Create(string path) => OperatingSystem.IsWindows() ? OwnerOnlyAccess.Create(path)
        : new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });

    /// <summary>Makes a folder for its owner alone, where there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) OwnerOnlyAccess.CreateFolder(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

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
        using (var stream = Create(draft))
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
        : throw new UnauthorizedAccessException($"{path} can be read by others. Run: {Remedy(path)}");
}
