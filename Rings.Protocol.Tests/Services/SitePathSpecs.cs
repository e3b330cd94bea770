using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;

namespace Rings.Protocol.Tests.Services;

public sealed class SitePathSpecs
{
    [Theory]
    [InlineData("/", "index.html")]
    [InlineData("/index.html", "index.html")]
    [InlineData("/a.css", "a.css")]
    [InlineData("/docs/", "docs/index.html")]
    [InlineData("/docs/b.html", "docs/b.html")]
    public void A_path_names_a_file_or_the_page_of_its_folder(string path, string file) =>
        Assert.Equal((file, true), Found(Find(path)));

    [Fact]
    public void A_folder_without_its_slash_is_sent_to_it() => Assert.IsType<SitePath.Folder>(Find("/docs"));

    [Theory]
    [InlineData("/none")]
    [InlineData("/empty/")]
    [InlineData("/../index.html")]
    [InlineData("/docs/../a.css")]
    public void What_a_site_has_not_is_answered_by_its_own_page_for_that(string path)
    {
        Assert.Equal(("404.html", false), Found(Find(path, "404.html")));
        Assert.IsType<SitePath.Nothing>(Find(path));
    }

    [Fact]
    public void A_single_page_answers_for_all_that_is_no_file()
    {
        Assert.Equal(("index.html", true), Found(SitePath.Find(Site("404.html"), "/some/view", isSinglePage: true)));
        Assert.Equal(("a.css", true), Found(SitePath.Find(Site(), "/a.css", isSinglePage: true)));
    }

    private static SitePath Find(string path, params string[] more) => SitePath.Find(Site(more), path, isSinglePage: false);

    private static (string Path, bool IsFound) Found(SitePath path)
    {
        var file = Assert.IsType<SitePath.File>(path);
        return (file.Entry.Path, file.IsFound);
    }

    private static DirectoryManifest Site(params string[] more) => DirectoryManifest.Of(
        ((string[])["index.html", "a.css", "docs/index.html", "docs/b.html", .. more])
        .Select(path => new DirectoryEntry(path, BlobHash.OfChunk([1]), 1, "text/html")));
}
