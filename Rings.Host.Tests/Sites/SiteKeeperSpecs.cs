using Microsoft.Extensions.Logging.Abstractions;
using Rings.Actors.Files;
using Rings.Host.Sites;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Sites;

/// <summary>Sites of a node in front of a ring that the test plays.</summary>
public sealed class SiteKeeperSpecs : IDisposable
{
    private static readonly ServiceName Blog = ServiceName.Parse("blog");
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(1000);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-keeper-");
    private readonly FakeRecords _ring = new();
    private readonly Clock _clock = new() { Now = Start };
    private readonly SiteBook _book;
    private readonly SiteKeeper _keeper;

    public SiteKeeperSpecs()
    {
        _book = SiteBook.Open(Path.Combine(_folder.FullName, "sites.json"));
        _keeper = new SiteKeeper(_ring, _book, _clock, NullLogger.Instance);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_site_is_published_by_one_register_that_the_node_renews()
    {
        var site = new Site(Blog, BlobHash.OfManifest([1]), Start) { Title = "a page", IsSinglePage = true };

        await _keeper.PublishAsync(site, default);

        var put = Assert.IsType<PutRegister>(Assert.Single(_ring.Puts));
        Assert.Equal(("service/blog", true, TimeSpan.FromDays(7)), (put.Name, put.Renew, put.Life));
        var manifest = ServiceManifest.Read(put.Value, Blog);
        Assert.Equal(
            (ServiceKind.Site, ServiceAccess.Public, "a page", true, site.Root),
            (manifest.Kind, manifest.Access, manifest.Title, manifest.IsSinglePage, manifest.SiteRoot));
        Assert.Equal(site, Assert.Single(_book.All));
    }

    [Fact]
    public async Task A_version_that_the_ring_does_not_take_leaves_the_list_as_it_was()
    {
        var first = new Site(Blog, BlobHash.OfManifest([1]), Start);
        await _keeper.PublishAsync(first, default);
        _ring.PutOutcome = new RecordRefused(Did.Zero, StorageRefusal.Full);

        await _keeper.PublishAsync(first with { Root = BlobHash.OfManifest([2]) }, default);
        await _keeper.PublishAsync(first with { Name = ServiceName.Parse("other") }, default);
        await _keeper.RemoveAsync(Blog, default);

        Assert.Equal(first, Assert.Single(_book.All));
    }

    [Fact]
    public async Task A_removed_site_is_no_manifest_any_more_and_is_not_renewed()
    {
        await _keeper.PublishAsync(new Site(Blog, BlobHash.OfManifest([1]), Start), default);

        await _keeper.RemoveAsync(Blog, default);

        var last = Assert.IsType<PutRegister>(_ring.Puts[^1]);
        Assert.Equal(("service/blog", false, 0), (last.Name, last.Renew, last.Value.Length));
        Assert.Empty(_book.All);
    }

    [Fact]
    public async Task After_a_day_every_part_of_every_file_is_put_again_and_not_before()
    {
        var site = await StoreAsync(Blog, 100_000);
        await _keeper.PublishAsync(site, default);
        var parts = _ring.Blobs.Keys.ToHashSet();
        _ring.Puts.Clear();
        _clock.Now = Start + TimeSpan.FromHours(23);
        Assert.True(await _keeper.RenewAllAsync(default));
        Assert.Empty(_ring.Puts);

        _clock.Now = Start + TimeSpan.FromDays(1);
        Assert.True(await _keeper.RenewAllAsync(default));

        var again = _ring.Puts.Cast<PutBlob>().ToList();
        Assert.True(parts.SetEquals(again.Select(put => put.IsManifest ? BlobHash.OfManifest(put.Content) : BlobHash.OfChunk(put.Content))));
        Assert.All(again, put => Assert.Equal((TimeSpan.FromDays(7), false), (put.Life, put.Renew)));
        Assert.True(parts.Count > 5, $"{parts.Count} parts"); // The directory, two files, and chunks of one.
    }

    [Fact]
    public async Task A_site_that_cannot_be_renewed_does_not_keep_another_from_it()
    {
        var (lost, sound) = (await StoreAsync(ServiceName.Parse("a-lost"), 10), await StoreAsync(Blog, 20));
        await _keeper.PublishAsync(lost, default);
        await _keeper.PublishAsync(sound, default);
        _ring.Blobs.Remove(lost.Root);
        _ring.Puts.Clear();
        _clock.Now = Start + TimeSpan.FromDays(2);

        Assert.False(await _keeper.RenewAllAsync(default));

        Assert.Contains(_ring.Puts.Cast<PutBlob>(), put => put.IsManifest && BlobHash.OfManifest(put.Content) == sound.Root);
    }

    [Fact]
    public async Task A_keeper_ends_with_its_node()
    {
        using var stop = new CancellationTokenSource();
        var running = _keeper.RunAsync(stop.Token);

        await stop.CancelAsync();

        await running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<Site> StoreAsync(ServiceName name, int size)
    {
        var files = new RingsFiles(_ring);
        var entries = new List<DirectoryEntry>();
        foreach (var (path, length) in new[] { ("index.html", 5), ("large.bin", size) })
        {
            var content = Enumerable.Range(0, length).Select(at => (byte)(at * 7 + (at >> 8))).ToArray();
            var (root, stored) = await files.PutAsync(new MemoryStream(content), "text/html");
            entries.Add(new DirectoryEntry(path, root, stored, "text/html"));
        }

        return new Site(name, (await files.PutDirectoryAsync(entries)).Root, Start);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
