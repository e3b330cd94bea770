using Rings.Host.Cli;
using Rings.Protocol.Storage.Files;

namespace Rings.Host.Files;

/// <summary>The files under a folder that are to be stored: nothing that a link leads to outside it, and no pipes.</summary>
/// <param name="root">The folder.</param>
/// <param name="followsOut">Whether links that lead out of it are followed too.</param>
/// <param name="onLeftOut">Told what is left out, and why.</param>
internal sealed class FileTree(string root, bool followsOut, Action<string, string> onLeftOut)
{
    private readonly string _root = Real(Path.GetFullPath(root));
    private readonly List<(string Path, string File)> _files = [];

    /// <summary>Looks through it.</summary>
    /// <returns>Each file's path in the tree, parts separated by <c>/</c>, and where it is; in the order of their paths.</returns>
    /// <exception cref="UserErrorException">
    /// A name cannot stand in a directory of the ring; nothing was stored yet, and all such names are told.
    /// </exception>
    public IReadOnlyList<(string Path, string File)> Read()
    {
        Walk(_root, "", []);
        var wrong = _files.Where(file => !CanStand(file.Path)).Select(file => Visible.Line(file.Path)).Order(StringComparer.Ordinal).ToList();
        if (wrong.Count > 0)
        {
            throw new UserErrorException(
                $"these names cannot be stored: {string.Join(", ", wrong)}. A name has no control character, no '\\', and with its "
                + $"folders up to {DirectoryManifest.MaxPathBytes} bytes. Nothing was stored; rename them, or move them elsewhere");
        }

        return [.. _files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    // What is no Unicode on the disk comes with this sign in its place, and cannot be opened under it.
    private static bool CanStand(string path) => DirectoryManifest.IsPath(path) && !path.Contains('\uFFFD', StringComparison.Ordinal);

    private void Walk(string folder, string above, HashSet<string> within)
    {
        // A link to a folder above it would never end.
        if (!within.Add(Real(folder)))
        {
            onLeftOut(above.TrimEnd('/'), "it leads back to a folder above it");
            return;
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            var path = above + entry.Name;
            if (entry.LinkTarget is not null && !MayFollow(entry, path)) continue;
            if (Directory.Exists(entry.FullName)) Walk(entry.FullName, path + "/", within);
            else if (RegularFile.Is(entry.FullName)) _files.Add((path, entry.FullName));
            else onLeftOut(path, "it is no regular file");
        }

        within.Remove(Real(folder));
    }

    private bool MayFollow(FileSystemInfo link, string path)
    {
        var target = Real(link.FullName);
        if (!File.Exists(target) && !Directory.Exists(target))
        {
            onLeftOut(path, "the link leads nowhere");
            return false;
        }

        var isInside = target == _root || target.StartsWith(_root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (!isInside && !followsOut) onLeftOut(path, "the link leads out of the folder; --follow-links takes what it leads to");
        return isInside || followsOut;
    }

    /// <summary>Where a path leads when every link on it is followed.</summary>
    private static string Real(string path)
    {
        const int MaxLinks = 40;
        var parts = new Stack<string>(path.Split(Path.DirectorySeparatorChar).Reverse());
        var real = Path.GetPathRoot(path)!;
        if (parts.TryPeek(out var first) && real.StartsWith(first, StringComparison.Ordinal)) parts.Pop();
        for (var links = 0; parts.TryPop(out var part);)
        {
            if (part is "" or ".") continue;
            var next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            var target = part == ".." ? null : new FileInfo(next).LinkTarget;
            if (target is null || ++links > MaxLinks)
            {
                real = next;
                continue;
            }

            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (var step in target.Split(Path.DirectorySeparatorChar).Reverse()) parts.Push(step);
        }

        return real;
    }
}
