using System.Runtime.InteropServices;
using Rings.Host.Cli;

namespace Rings.Host.Node;

/// <summary>Keeps what a node writes for its owner alone: mode 0600, whoever writes it. Windows has the folder's own access
/// list.</summary>
internal static partial class PrivateFiles
{
    private const uint NobodyElse = 0b000_111_111;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The node's own that hold no secret: a key or a token that others could read is not to be mended in silence.
    private static readonly string[] Mended = ["lock", "endpoint", "*.db", "*.db-wal", "*.db-shm"];

    /// <summary>From now on this process makes files for its owner alone; those of the node that are there are made
    /// so.</summary>
    /// <remarks>SQLite makes its files beside the store, and a new store in place of a damaged one, at times of its own: the
    /// process's mask reaches them all.</remarks>
    public static void Require(DataFolder data)
    {
        if (OperatingSystem.IsWindows()) return;
        _ = SetMask(NobodyElse);
        if (!Directory.Exists(data.Path)) return;
        foreach (var file in Mended.SelectMany(pattern => Directory.EnumerateFiles(data.Path, pattern)))
            File.SetUnixFileMode(file, OwnerOnly);
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
