using System.Collections.Immutable;
using System.Globalization;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Services;

/// <summary>Services of whole nodes in virtual time: what the ring is told, and what others find.</summary>
public sealed class ServiceRegistrySpecs : IDisposable
{
    /// <summary>Records that a liar writes where services are looked for: <c>.ci/long services</c> writes 10,000.</summary>
    private static readonly int HostileRecords = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_HOSTILE_RECORDS") ?? "60", CultureInfo.InvariantCulture);

    private readonly SimulatedRing _ring = new(seed: 17);

    public ServiceRegistrySpecs()
    {
        _ring.Grow(4);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(2)), _ring.Describe());
    }

    private SimulatedNode Owner => _ring["n1"];

    private SimulatedNode Caller => _ring["n2"];

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_closed_service_of_one_provider_leaves_no_record_and_is_found_by_its_link()
    {
        Add("web");
        _ring.World.Run(TimeSpan.FromMinutes(1));

        var found = Find(Caller, "web");

        Assert.False(found.HasManifest);
        Assert.Equal((Owner.Did, false), (Assert.Single(found.Providers).Did, found.Providers[0].IsPresent));
        Assert.Empty(Records("service/web"));
        Assert.Empty(Records(ServiceRecords.PresenceName(Owner.Did, ServiceName.Web)));
    }

    [Fact]
    public void A_public_service_is_found_with_its_provider_and_gone_when_it_is_removed()
    {
        Add("web", offer => offer with { Access = ServiceAccess.Public, Title = "a page" });
        _ring.World.Run(TimeSpan.FromSeconds(5));

        var found = Find(Caller, "web");
        Assert.Equal(("a page", ServiceAccess.Public), (found.Title, found.Access));
        Assert.True(Assert.Single(found.Providers).IsPresent);

        _ring.Ask<ServicesTold>(Owner, new RemoveService("web"));
        _ring.World.Run(TimeSpan.FromMinutes(3));
        Assert.False(Find(Caller, "web").HasManifest);
        Assert.Empty(_ring.Ask<ServicesTold>(Owner, ListServices.Instance).Services);
    }

    [Fact]
    public void A_service_is_found_by_its_name_only_and_by_the_hash_of_what_it_serves_until_it_is_removed()
    {
        var hash = ResourceHash.Read(new byte[32]);
        Add("web", offer => offer with { IsAnnounced = true, Resource = hash });
        _ring.World.Run(TimeSpan.FromSeconds(5));

        foreach (var set in new[] { "service/web", hash.Set })
            Assert.Equal(Owner.Did, Announcement.Read(Assert.Single(Elements(set)).Value).Owner);

        _ring.Ask<ServicesTold>(Owner, new RemoveService("web"));
        _ring.World.Run(TimeSpan.FromSeconds(5));
        Assert.Empty(Elements("service/web"));
        Assert.Empty(Elements(hash.Set));
    }

    [Fact]
    public void A_provider_that_dies_is_no_provider_after_two_minutes()
    {
        Add("web", offer => offer with { Providers = [Owner.Did, _ring["n3"].Did] });
        Provide(_ring["n3"], "web");
        _ring.World.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(2, Find(Caller, "web").Providers.Length);

        _ring.Kill("n3");
        _ring.World.Run(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(30));
        Find(Caller, "web"); // What it knew is older than that; it looks again.
        _ring.World.Run(TimeSpan.FromSeconds(10));

        Assert.Equal(Owner.Did, Assert.Single(Find(Caller, "web").Providers).Did);
    }

    [Fact]
    public void Whoever_was_not_named_by_the_owner_is_no_provider_whatever_he_writes()
    {
        Add("web", offer => offer with { Access = ServiceAccess.Public });
        var liar = _ring["n3"];
        var manifest = new ServiceManifest(ServiceName.Web, ServiceKind.Tcp, ServiceAccess.Public) { Providers = [liar.Did] };
        var presence = new Presence(0, 9999, Instant.Epoch);
        _ring.Ask<RecordStored>(liar, new PutRegister("service/web", manifest.ToBytes()));
        _ring.Ask<RecordStored>(liar, new PutRegister(
            ServiceRecords.PresenceName(Owner.Did, ServiceName.Web), presence.ToBytes(), Presence.Life));
        foreach (var number in Enumerable.Range(0, HostileRecords))
        {
            _ring.Ask<IPutOutcome>(liar, (number % 2) switch
            {
                0 => new AddElement("service/web", BitConverter.GetBytes(number), presence.ToBytes()),
                _ => new PutRegister($"presence/{Owner.Did}/{number}", presence.ToBytes(), Presence.Life),
            });
        }

        _ring.World.Run(TimeSpan.FromSeconds(5));

        var provider = Assert.Single(Find(Caller, "web").Providers);

        Assert.Equal((Owner.Did, true), (provider.Did, provider.IsPresent));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF })]
    [InlineData(new byte[0])]
    public void A_broken_manifest_is_none(byte[] value)
    {
        _ring.Ask<RecordStored>(Owner, new PutRegister("service/web", value));

        var found = Find(Caller, "web");

        Assert.False(found.HasManifest);
        Assert.Equal(Owner.Did, Assert.Single(found.Providers).Did);
    }

    [Fact]
    public void A_manifest_that_names_sixty_four_providers_makes_eight_questions()
    {
        ImmutableArray<Did> providers = [.. Enumerable.Range(0, 64).Select(Did.Zero.Finger)];
        Add("web", offer => offer with { Providers = providers });
        _ring.World.Run(TimeSpan.FromSeconds(5));

        var found = Find(Caller, "web");

        Assert.Equal(8, found.Providers.Length);
        Assert.All(found.Providers, provider => Assert.Contains(provider.Did, providers));
    }

    [Fact]
    public void What_was_kept_comes_back_after_a_restart_and_what_was_not_does_not()
    {
        Add("kept", offer => offer with { Allowed = [Caller.Did] });
        Add("gone", offer => offer with { IsKept = false });
        var link = _ring.Ask<TicketsTold>(Owner, new CreateTicket("kept", TicketBearer.First)).Link;
        Assert.True(RingUrl.TryParse(link, out var url));
        Assert.False(url.Ticket.IsEmpty);
        _ring.Kill("n1");
        _ring.Start("n1", "n0");
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(2)), _ring.Describe());

        var service = Assert.Single(_ring.Ask<ServicesTold>(Owner, ListServices.Instance).Services);

        Assert.Equal(("kept", 1), (service.Name, service.Tickets));
        Assert.Equal(Caller.Did, Assert.Single(service.Allowed));
    }

    [Fact]
    public void Access_is_changed_and_tickets_are_listed_and_revoked()
    {
        Add("web", offer => offer with { Allowed = [Caller.Did] });
        var changed = _ring.Ask<ServicesTold>(Owner, new ChangeAccess("web", [_ring["n3"].Did], [Caller.Did], []));
        Assert.Equal((_ring["n3"].Did, Caller.Did), (changed.Services[0].Allowed[0], changed.Services[0].Denied[0]));
        changed = _ring.Ask<ServicesTold>(Owner, new ChangeAccess("web", [], [], [Caller.Did, _ring["n3"].Did]));
        Assert.Empty(changed.Services[0].Allowed.Concat(changed.Services[0].Denied));

        var made = _ring.Ask<TicketsTold>(Owner, new CreateTicket("web", TicketBearer.Named, Caller.Did, TimeSpan.FromHours(1)));
        var listed = Assert.Single(_ring.Ask<TicketsTold>(Owner, new ListTickets("web")).Tickets);
        Assert.Equal((made.Tickets[0], Caller.Did), (listed, listed.Holder));
        Assert.Equal(listed, _ring.Ask<TicketsTold>(Owner, new RevokeTicket("web", listed.Id)).Tickets[0]);
        Assert.Empty(_ring.Ask<TicketsTold>(Owner, new ListTickets("web")).Tickets);
    }

    [Fact]
    public void Commands_that_make_no_sense_are_refused_in_words()
    {
        Add("web");
        ServiceRefused Refused(object command) => _ring.Ask<ServiceRefused>(Owner, command);

        Assert.Equal(ServiceRefusal.Taken, Refused(new AddService(new("web", ServiceKind.Tcp, "80"))).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new AddService(new("Web", ServiceKind.Tcp, "80"))).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new AddService(new("db", ServiceKind.Tcp, "nowhere"))).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new AddService(new("db", ServiceKind.App, "80"))).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new AddService(new("db", ServiceKind.Tcp, "80") { Title = new('a', 81) })).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(
            new AddService(new("db", ServiceKind.Tcp, "80") { Owner = Caller.Did, IsAnnounced = true })).Reason);
        Assert.Equal(ServiceRefusal.NotFound, Refused(new RemoveService("db")).Reason);
        Assert.Equal(ServiceRefusal.NotFound, Refused(new ChangeAccess("db", [], [], [])).Reason);
        Assert.Equal(ServiceRefusal.NotFound, Refused(new ListTickets("db")).Reason);
        Assert.Equal(ServiceRefusal.NotFound, Refused(new RevokeTicket("web", "000000000000")).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new CreateTicket("web", TicketBearer.Named)).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new CreateTicket("web", TicketBearer.First, Caller.Did)).Reason);
        Assert.Equal(ServiceRefusal.Invalid, Refused(new CreateTicket("web", TicketBearer.First, null, TimeSpan.Zero)).Reason);
        Assert.Equal(ServiceRefusal.Invalid, _ring.Ask<ServiceRefused>(Caller, new FindService(Owner.Did, "Web")).Reason);
    }

    [Fact]
    public void An_announced_service_is_found_by_its_name()
    {
        Add("chess", offer => offer with { IsAnnounced = true, Title = "play" });
        _ring.World.Run(TimeSpan.FromSeconds(5));

        var found = _ring.Ask<RecordsFound>(Caller, new GetSet("service/chess"));

        var said = Announcement.Read(Assert.Single(found.Records).Value);
        Assert.Equal(new Announcement(Owner.Did, ServiceName.Parse("chess"), "play"), said);
    }

    [Fact]
    public void A_provider_that_failed_goes_behind_the_others()
    {
        Add("web", offer => offer with { Providers = [Owner.Did, _ring["n3"].Did] });
        Provide(_ring["n3"], "web");
        _ring.World.Run(TimeSpan.FromSeconds(5));
        var first = Find(Caller, "web").Providers[0].Did;
        Caller.Actor.Tell(new NoteProvider(Owner.Did, "web", first, IsGood: true), Akka.Actor.ActorRefs.NoSender);
        Assert.Equal(first, Find(Caller, "web").Providers[0].Did);

        Caller.Actor.Tell(new NoteProvider(Owner.Did, "web", first, IsGood: false), Akka.Actor.ActorRefs.NoSender);

        Assert.NotEqual(first, Find(Caller, "web").Providers[0].Did);
    }

    private void Add(string name, Func<ServiceOffer, ServiceOffer>? change = null) => _ring.Ask<ServicesTold>(
        Owner, new AddService((change ?? (same => same))(new(name, ServiceKind.Tcp, "8080"))));

    private void Provide(SimulatedNode node, string name) => _ring.Ask<ServicesTold>(
        node, new AddService(new(name, ServiceKind.Tcp, "8080") { Owner = Owner.Did }));

    private ServiceFound Find(SimulatedNode node, string name) => _ring.Ask<ServiceFound>(node, new FindService(Owner.Did, name));

    private ImmutableArray<FoundRecord> Elements(string set) => _ring.Ask<RecordsFound>(Caller, new GetSet(set)).Records;

    private IEnumerable<StoredRecord> Records(string name) => _ring.Disks.Where(record => record.Fields.Name == name);
}
