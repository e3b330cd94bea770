using Rings.Host.Cli;
using Rings.Protocol.Storage.Files;

namespace Rings.Host.Files;

/// <summary>
/// Fetches all files of a directory. Strangers named them: nothing is written outside the folder, nor through a link in it.
/// </summary>
/// <param name="files">Fetches one: its root, where to.</param>
/// <param name="onFetched">Told each file, with its bytes and how many of them were here already.</param>
internal sealed class DirectoryDownload(
    Func<DirectoryEntry, string, CancellationToken, Task<(long Size, long Reused)>> files,
    Action<DirectoryEntry, long>? onFetched = null)
{
    /// <summary>Fetches into a folder.</summary>
    /// <param name="directory">What is in it.</param>
    /// <param name="target">The folder; made where it is not there.</param>
    /// <param name="cancel">Interrupts it; the same command goes on.</param>
    /// <returns>Bytes of all, and how many of them were here already.</returns>
    /// <exception cref="UserErrorException">A file of it cannot be here; nothing was fetched.</exception>
    public async Task<(long Size, long Reused)> ToFolderAsync(
        DirectoryManifest directory, string target, CancellationToken cancel)
    {
        var root = Path.GetFullPath(target);
        var places = directory.Entries.Select(entry => (Entry: entry, Place: PlaceOf(root, entry.Path))).ToList();
        RequireApart(places.Select(place => place.Place));
        var (size, reused) = (0L, 0L);
        foreach (var (entry, place) in places)
        {
            MakeFolders(root, Path.GetDirectoryName(place)!);
            var (bytes, here) = await files(entry, place, cancel);
            onFetched?.Invoke(entry, bytes);
            (size, reused) = (size + bytes, reused + here);
        }

        return (size, reused);
    }

    private static string PlaceOf(string root, string path)
    {
        var forbidden = Path.GetInvalidFileNameChars();
        var parts = path.Split('/');
        if (parts.Any(part => part.IndexOfAny(forbidden) >= 0 || (OperatingSystem.IsWindows() && part.EndsWith(' '))))
            throw new UserErrorException($"this system has no file called {Visible.Line(path)}. Fetch the others one by one: ROOT/PATH -o FILE");
        return Path.Combine([root, .. parts]);
    }

    /// <summary>Two names that are one to this system's disks would overwrite each other; so would a file and a folder.</summary>
    private static void RequireApart(IEnumerable<string> places)
    {
        var isOne = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var seen = new HashSet<string>(isOne);
        if (places.FirstOrDefault(place => !seen.Add(place)) is { } twice)
            throw new UserErrorException($"two files of it would both be {Visible.Line(twice)} here");
    }

    /// <summary>Makes the folders of a file. A link among them would lead its bytes elsewhere.</summary>
    private static void MakeFolders(string root, string folder)
    {
        Directory.CreateDirectory(root);
        var at = root;
        foreach (var part in Path.GetRelativePath(root, folder).Split(Path.DirectorySeparatorChar).Where(part => part != "."))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
                throw new UserErrorException($"{Visible.Line(at)} is a link and leads elsewhere: nothing is written through it");
            Directory.CreateDirectory(at);
        }
    }
}
