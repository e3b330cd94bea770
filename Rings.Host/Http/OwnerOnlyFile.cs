namespace Rings.Host.Http;

/// <summary>Files that only their owner may read (mode 0600).</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes a new file, or replaces one in a single step; it is never readable by others in between.
    /// </summary>
    public static void Write(string path, string content)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(draft, options))
        using (var writer = new StreamWriter(stream)) writer.Write(content);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Reads a file after checking that no one but its owner may.</summary>
    /// <exception cref="UnauthorizedAccessException">Others may read it.</exception>
    public static string Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly & ~UnixFileMode.UserExecute) != 0)
            throw new UnauthorizedAccessException($"{path} can be read by others. Run: chmod 600 {path}");

        return File.ReadAllText(path);
    }
}
