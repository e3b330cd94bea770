using System.Diagnostics.CodeAnalysis;
using Rings.Protocol.Storage.Files;

namespace Rings.Protocol.Services;

/// <summary>What a site answers to a path: one of the types nested here.</summary>
internal abstract record SitePath
{
    private const string Index = "index.html";
    private const string NotFoundPage = "404.html";

    private SitePath()
    {
    }

    /// <summary>A file.</summary>
    /// <param name="Entry">Which.</param>
    /// <param name="IsFound">Whether it is what was asked for; if not, it is the site's own page for what it has
    /// not.</param>
    public sealed record File(DirectoryEntry Entry, bool IsFound) : SitePath;

    /// <summary>A folder, whose page is one <c>/</c> further: relative links in it would lead astray otherwise.</summary>
    public sealed record Folder : SitePath;

    /// <summary>Nothing.</summary>
    public sealed record Nothing : SitePath;

    /// <summary>Finds what is at a path.</summary>
    /// <param name="site">The site's files.</param>
    /// <param name="path">The path of a request, decoded; it begins with <c>/</c>.</param>
    /// <param name="isSinglePage">Whether <c>index.html</c> answers for paths without a file.</param>
    public static SitePath Find(DirectoryManifest site, string path, bool isSinglePage)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(path);
        var name = path.TrimStart('/');
        if (TryFind(site, name.Length == 0 || name.EndsWith('/') ? name + Index : name, out var entry)) return new File(entry, true);
        if (name.Length > 0 && !name.EndsWith('/') && TryFind(site, $"{name}/{Index}", out _)) return new Folder();
        if (isSinglePage && TryFind(site, Index, out entry)) return new File(entry, true);
        return TryFind(site, NotFoundPage, out entry) ? new File(entry, false) : new Nothing();
    }

    private static bool TryFind(DirectoryManifest site, string name, [NotNullWhen(true)] out DirectoryEntry? entry) =>
        (entry = site.Find(name)) is not null;
}
