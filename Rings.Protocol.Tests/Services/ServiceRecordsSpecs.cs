using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

public sealed class ServiceRecordsSpecs
{
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_000_000);
    private static readonly Did Self = Did.Zero.Finger(1);
    private static readonly Did Other = Did.Zero.Finger(2);

    private readonly ServiceRecords _records = new(Self);

    [Fact]
    public void A_closed_service_of_its_owner_alone_leaves_no_record() =>
        Assert.Equal(RecordsDue.None, _records.Due(Service(ServiceAccess.Closed), 0, Start));

    [Fact]
    public void A_public_one_tells_its_manifest_and_presence_and_no_more()
    {
        var service = Service(ServiceAccess.Public);

        Assert.Equal(RecordsDue.Manifest | RecordsDue.Presence, _records.Due(service, 0, Start));
        _records.Put(service.Name, RecordsDue.Manifest | RecordsDue.Presence, 0, Start);
        Assert.Equal(RecordsDue.None, _records.Due(service, 24, Start + TimeSpan.FromSeconds(39)));
        Assert.Equal(RecordsDue.Presence, _records.Due(service, 0, Start + ServiceRecords.PresencePace));
        Assert.Equal(RecordsDue.Presence, _records.Due(service, 25, Start + TimeSpan.FromSeconds(1)));
        Assert.Equal(RecordsDue.Manifest | RecordsDue.Presence, _records.Due(service, 0, Start + ServiceRecords.ManifestPace));
    }

    [Fact]
    public void An_announced_one_is_told_by_its_name_too() => Assert.Equal(
        RecordsDue.Manifest | RecordsDue.Presence | RecordsDue.Announcement,
        _records.Due(Service(ServiceAccess.Closed) with { IsAnnounced = true }, 0, Start));

    [Fact]
    public void Who_serves_a_thing_of_a_hash_tells_that_too_and_ends_it()
    {
        Assert.True(ResourceHash.TryParse("sha256:" + new string('A', 64), out var hash));
        var manifest = new ServiceManifest(ServiceName.Web, ServiceKind.Tcp, ServiceAccess.Closed) { Resource = hash };
        var service = new OfferedService(manifest, Self, null);

        Assert.Equal("resource/" + new string('a', 64), hash.Set);
        Assert.Equal(RecordsDue.Manifest | RecordsDue.Presence | RecordsDue.Resource, _records.Due(service, 0, Start));
        Assert.Equal(
            RecordsDue.Presence | RecordsDue.Resource,
            _records.Due(new(manifest with { Providers = [Self] }, Other, null), 0, Start));
        _records.Put(service.Name, RecordsDue.Resource, 0, Start);
        Assert.Equal(RecordsDue.Resource, _records.Forget(service.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:abc")]
    [InlineData("sha512:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("sha256:000000000000000000000000000000000000000000000000000000000000000g")]
    public void What_is_no_hash_is_refused(string text) => Assert.False(ResourceHash.TryParse(text, out _));

    [Fact]
    public void A_provider_of_anothers_service_tells_its_presence_only()
    {
        var manifest = new ServiceManifest(ServiceName.Web, ServiceKind.Tcp, ServiceAccess.Closed) { Providers = [Self] };

        Assert.Equal(RecordsDue.Presence, _records.Due(new(manifest, Other, null), 0, Start));
        Assert.Equal(RecordsDue.Manifest, _records.Due(new(manifest with { Providers = [Other] }, Self, null), 0, Start));
    }

    [Fact]
    public void What_was_put_is_to_be_ended_when_the_service_goes()
    {
        _records.Put(ServiceName.Web, RecordsDue.Manifest | RecordsDue.Presence, 0, Start);

        Assert.Equal(RecordsDue.Manifest | RecordsDue.Presence, _records.Forget(ServiceName.Web));
        Assert.Equal(RecordsDue.None, _records.Forget(ServiceName.Web));
    }

    [Fact]
    public void Records_have_names_of_their_own()
    {
        Assert.Equal($"presence/{Self}/web", ServiceRecords.PresenceName(Self, ServiceName.Web));
    }

    private static OfferedService Service(ServiceAccess access) => new(new(ServiceName.Web, ServiceKind.Tcp, access), Self, null);
}
