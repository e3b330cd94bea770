using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Files;
using Rings.Host.Gateway;
using Rings.Host.Tests.Sites;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Tests.Gateway;

/// <summary>What a web gateway remembers of sites, and for how long.</summary>
public sealed class SiteSourceSpecs
{
    private readonly FakeRecords _ring = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SiteSource _sites;

    public SiteSourceSpecs() => _sites = new SiteSource(_ring, new RingsFiles(_ring), _time);

    [Fact]
    public async Task Sixty_four_sites_are_remembered_and_the_oldest_goes()
    {
        for (var number = 0; number <= SiteSource.Capacity; number++)
        {
            Assert.True(await AsksAsync(number), "it was never seen");
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        for (var number = 1; number <= SiteSource.Capacity; number++) Assert.False(await AsksAsync(number), $"{number} was forgotten");
        Assert.True(await AsksAsync(0), "65 are remembered");
    }

    [Fact]
    public async Task What_was_found_is_looked_up_again_after_five_seconds()
    {
        await AsksAsync(1);
        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(await AsksAsync(1));

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await AsksAsync(1));
    }

    [Fact]
    public async Task What_there_is_not_is_asked_for_each_time()
    {
        var unknown = new LocalHost(Did.Zero.Finger(9), ServiceName.Web);

        await _sites.FindAsync(unknown, CancellationToken.None);
        await _sites.FindAsync(unknown, CancellationToken.None);

        Assert.Equal(2, _ring.Asked);
    }

    /// <summary>Finds a public service of kind HTTP.</summary>
    /// <returns>Whether the ring was asked.</returns>
    private async Task<bool> AsksAsync(int number)
    {
        var host = new LocalHost(Did.Zero.Finger(number), ServiceName.Web);
        _ring.Put(host.Owner, host.Name, new ServiceManifest(host.Name, ServiceKind.Http, ServiceAccess.Public).ToBytes());
        var before = _ring.Asked;
        Assert.True((await _sites.FindAsync(host, CancellationToken.None)).IsService);
        return _ring.Asked > before;
    }
}
