using Rings.Protocol.Storage.Files;

namespace Rings.Host.Gateway;

/// <summary>What the ring has under a name.</summary>
/// <param name="Directory">The site's files; null: there is no site to show.</param>
/// <param name="IsSinglePage">Whether <c>index.html</c> answers for paths without a file.</param>
/// <param name="Status">Where there is none: what the browser is answered.</param>
/// <param name="Why">The same in words.</param>
internal sealed record FoundSite(DirectoryManifest? Directory, bool IsSinglePage, int Status, string Why)
{
    /// <summary>Whether a public service of kind HTTP has the name.</summary>
    public bool IsService { get; init; }
}
