using System.Runtime.InteropServices;
using Rings.Actors.Disk;
using Rings.Host.Cli;

namespace Rings.Host.Node;

/// <summary>Keeps what a node writes for its owner alone: mode 0600, whoever writes it. On Windows the data
/// directory hands its access list on (<see cref="OwnerOnlyFile.CreateFolder"/>).</summary>
internal static partial class PrivateFiles
{
    private const uint NobodyElse = 0b000_111_111;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The node's own that hold no secret: a key or a token that others could read is not to be mended in silence.
    private static readonly string[] Mended = ["lock", "endpoint", "*.db", "*.db-wal", "*.db-shm"];

    /// <summary>From now on this process makes files for its owner alone; those of the node that are there are made
    /// so.</summary>
    /// <exception cref="UserErrorException">Their modes cannot be set: the disk is read-only, say.</exception>
    /// <remarks>SQLite makes its files beside the store, and a new store in place of a damaged one, at times of its own: the
    /// process's mask reaches them all.</remarks>
    public static void Require(DataFolder data)
    {
        if (OperatingSystem.IsWindows()) return;
        _ = SetMask(NobodyElse);
        if (!Directory.Exists(data.Path)) return;
        foreach (var file in Mended.SelectMany(pattern => Directory.EnumerateFiles(data.Path, pattern))) Mend(file);
    }

    private static void Mend(string file)
    {
        if (OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == OwnerOnly) return;
        try
        {
            File.SetUnixFileMode(file, OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"{StoreException.Of(file, error).Message}. Mend that, or name another directory: --data-dir DIR", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
