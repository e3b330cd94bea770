using Rings.Host.Cli;
using Rings.Host.Sites;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;

namespace Rings.Host.Tests.Sites;

public sealed class SiteBookSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-sites-");

    private string File => Path.Combine(_folder.FullName, "sites.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Sites_come_back_as_they_were_published_and_a_removed_one_does_not()
    {
        var site = Site("blog") with { Title = "Zoë's", IsSinglePage = true };
        var book = SiteBook.Open(File);
        book.Put(Site("blog"));
        book.Put(site);
        book.Put(Site("gone"));
        Assert.True(book.Remove(ServiceName.Parse("gone")));
        Assert.False(book.Remove(ServiceName.Parse("gone")));

        var again = SiteBook.Open(File);

        Assert.Equal(site, Assert.Single(again.All));
        Assert.Equal(site, again.Find(site.Name));
        Assert.Null(again.Find(ServiceName.Parse("gone")));
    }

    [Fact]
    public void There_are_at_most_256_and_each_can_still_be_replaced()
    {
        var book = SiteBook.Open(File);
        for (var site = 0; site < SiteBook.MaxSites; site++) book.Put(Site($"s{site}"));

        Assert.Throws<UserErrorException>(() => book.Put(Site("more")));
        book.Put(Site("s0") with { Title = "new" });

        Assert.Equal("new", book.Find(ServiceName.Parse("s0"))!.Title);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"Blog":{"root":"","published":"2026-01-01T00:00:00Z","title":"","singlePage":false}}""")]
    [InlineData("""{"blog":{"root":"xyz","published":"2026-01-01T00:00:00Z","title":"","singlePage":false}}""")]
    [InlineData("""{"blog":{}}""")]
    [InlineData("""{"blog":null}""")]
    public void A_file_that_is_no_book_is_said_so(string text)
    {
        System.IO.File.WriteAllText(File, text);

        var error = Assert.Throws<UserErrorException>(() => SiteBook.Open(File));

        Assert.Contains(File, error.Message, StringComparison.Ordinal);
    }

    private static Site Site(string name) => new(ServiceName.Parse(name), BlobHash.OfManifest([1]), DateTimeOffset.UnixEpoch);
}
