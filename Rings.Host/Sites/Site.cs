using Rings.Protocol.Services;
using Rings.Protocol.Storage;

namespace Rings.Host.Sites;

/// <summary>A site that this node publishes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Root">The directory with its files.</param>
/// <param name="Published">When this version was published.</param>
internal sealed record Site(ServiceName Name, BlobHash Root, DateTimeOffset Published)
{
    /// <summary>Words for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether <c>index.html</c> answers for paths without a file.</summary>
    public bool IsSinglePage { get; init; }

    /// <summary>What the ring is told.</summary>
    /// <exception cref="Protocol.ProtocolException">The title is out of its range.</exception>
    public ServiceManifest ToManifest() => new ServiceManifest(Name, ServiceKind.Site, ServiceAccess.Public)
    {
        Title = Title,
        SiteRoot = Root,
        IsSinglePage = IsSinglePage,
    }.Checked();
}
