using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Rings.AspNetCore.Tls;
using Rings.Host.Entrance;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Host.Rpc;
using Rings.Host.Services;
using Rings.Host.Sites;
using Rings.Host.Tests.Entrance;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class ServiceMethodsSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-service-methods-");
    private readonly FakeRings _rings = new();
    private readonly SiteBook _sites;
    private readonly TlsEnds _ends = new();
    private readonly KeptTls _tls;
    private readonly JsonRpcServer _server;

    public ServiceMethodsSpecs()
    {
        _sites = SiteBook.Open(Path.Combine(_folder.FullName, "sites.json"));
        var names = NameBook.Open(Path.Combine(_folder.FullName, "names.json"), FakeRings.Self);
        names.Add("bela", new NamedThing(FakeRings.Other, null));
        names.Add("blog", new NamedThing(FakeRings.Other, new RingUrl(FakeRings.Other, ServiceName.Parse("blog"))));
        var own = new OwnNames(_rings, _sites, FakeRings.Self);
        _tls = new KeptTls(_ends, TlsBook.Open(BookFile), TimeProvider.System, NullLogger.Instance);
        var methods = new ServiceMethods(
            _rings, new ArgumentReader(names), new Tunnels(_rings, TimeProvider.System), own, _tls, TimeProvider.System);
        _server = new JsonRpcServer([.. methods.All()], (method, error) => throw new InvalidOperationException(method, error));
    }

    private string BookFile => Path.Combine(_folder.FullName, "tls.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_service_is_registered_as_it_was_asked_for()
    {
        _rings.Reply = new ServicesTold([Status]);

        var told = await ResultAsync("registerService", """
            {"name":"web","kind":"tcp","target":"8080","access":"public","title":"a page","allow":["bela"],"providers":["me"],"announce":true,"kept":false}
            """);

        var offer = Assert.IsType<AddService>(Assert.Single(_rings.Asked)).Offer;
        Assert.Equal(("web", ServiceKind.Tcp, "8080"), (offer.Name, offer.Kind, offer.Target));
        Assert.Equal((ServiceAccess.Public, "a page", true, false), (offer.Access, offer.Title, offer.IsAnnounced, offer.IsKept));
        Assert.Equal((FakeRings.Other, FakeRings.Self), (Assert.Single(offer.Allowed), Assert.Single(offer.Providers)));
        Assert.Equal($"ring://{FakeRings.Self}/web", (string?)told["url"]);
        Assert.Equal(2, (int)told["callers"]![0]!["streams"]!);
    }

    [Fact]
    public async Task A_service_of_kind_http_says_for_which_host_and_whether_other_sites_may()
    {
        _rings.Reply = new ServicesTold([Status]);

        await ResultAsync("registerService", """{"name":"web","kind":"http","target":"8080","host":"keep","cross_origin":true}""");

        var offer = Assert.IsType<AddService>(Assert.Single(_rings.Asked)).Offer;
        Assert.Equal((ServiceKind.Http, "keep", true), (offer.Kind, offer.Host, offer.IsCrossOrigin));
    }

    [Fact]
    public async Task A_service_does_not_take_the_name_of_a_site_of_this_node()
    {
        _sites.Put(new Site(ServiceName.Parse("web"), BlobHash.OfManifest([1]), DateTimeOffset.UnixEpoch));

        var error = (await CallAsync("registerService", """{"name":"web","target":"8080"}"""))["error"]!;

        Assert.Contains("'web' is a site of this node", (string)error["message"]!, StringComparison.Ordinal);
        Assert.Empty(_rings.Asked);
    }

    [Fact]
    public async Task By_default_a_service_is_closed_and_kept()
    {
        _rings.Reply = new ServicesTold([Status]);

        await ResultAsync("registerService", """{"name":"web","target":"8080"}""");

        var offer = Assert.IsType<AddService>(Assert.Single(_rings.Asked)).Offer;
        Assert.Equal((ServiceAccess.Closed, true, ServiceKind.Tcp), (offer.Access, offer.IsKept, offer.Kind));
    }

    [Theory]
    [InlineData("{}", TicketBearer.First)]
    [InlineData("""{"for":"first"}""", TicketBearer.First)]
    [InlineData("""{"for":"anyone"}""", TicketBearer.Anyone)]
    [InlineData("""{"for":"bela","life_s":60}""", TicketBearer.Named)]
    public async Task A_ticket_is_for_the_first_unless_it_is_said_otherwise(string more, TicketBearer bearer)
    {
        _rings.Reply = new TicketsTold(
            [new("0123456789ab", bearer, null, DateTimeOffset.UnixEpoch, null, FakeRings.Other)], "ring://link");
        var parameters = JsonNode.Parse(more)!.AsObject();
        parameters["service"] = "web";

        var told = await ResultAsync("createTicket", parameters.ToJsonString());

        var asked = Assert.IsType<CreateTicket>(Assert.Single(_rings.Asked));
        Assert.Equal((bearer, "web"), (asked.Bearer, asked.Service));
        Assert.Equal(bearer == TicketBearer.Named ? FakeRings.Other : null, asked.Holder);
        Assert.Equal(parameters.ContainsKey("life_s") ? TimeSpan.FromMinutes(1) : null, asked.Life);
        Assert.Equal(("ring://link", $"{FakeRings.Other}"), ((string?)told["link"], (string?)told["triedBy"]));
    }

    [Fact]
    public async Task Tickets_are_listed_without_their_links_and_revoked_by_id()
    {
        _rings.Reply = new TicketsTold([new("0123456789ab", TicketBearer.First, null, default, DateTimeOffset.UnixEpoch, null)], null);

        var listed = (await ResultAsync("listTickets", """["web"]""")).AsArray();
        await ResultAsync("revokeTicket", """["web","0123456789ab"]""");

        Assert.False(Assert.Single(listed)!.AsObject().ContainsKey("link"));
        Assert.Equal(new RevokeTicket("web", "0123456789ab"), _rings.Asked[^1]);
    }

    [Fact]
    public async Task Access_is_changed_by_three_lists_and_services_are_removed_by_name()
    {
        _rings.Reply = new ServicesTold([Status]);

        await ResultAsync("updateService", """{"name":"web","deny":["bela"]}""");
        await ResultAsync("removeService", """["web"]""");
        Assert.Single((await ResultAsync("listServices", "[]")).AsArray());

        var changed = Assert.IsType<ChangeAccess>(_rings.Asked[0]);
        Assert.Equal((0, FakeRings.Other, 0), (changed.Allow.Length, Assert.Single(changed.Deny), changed.Forget.Length));
        Assert.Equal(new RemoveService("web"), _rings.Asked[1]);
    }

    [Theory]
    [InlineData("RING")]
    [InlineData("bela/web")]
    [InlineData("DID/web")]
    [InlineData("web.HEX.rings")]
    [InlineData("HEX.rings.alt")]
    [InlineData("bela")]
    [InlineData("bela.rings")]
    public async Task A_service_is_looked_up_by_its_link_its_host_name_or_its_owners_name(string text)
    {
        _rings.Reply = new ServiceFound(
            FakeRings.Other, "web", true, ServiceKind.Tcp, ServiceAccess.Public, "", [new(FakeRings.Other, true, 3, TimeSpan.FromMilliseconds(2), "why")]);
        var service = text.Replace("RING", $"ring://{FakeRings.Other}/web", StringComparison.Ordinal)
            .Replace("DID", FakeRings.Other.ToString(), StringComparison.Ordinal)
            .Replace("HEX", FakeRings.Other.ToString("N", null), StringComparison.Ordinal);

        var found = await ResultAsync("lookupService", JsonSerializer.Serialize(new[] { service }));

        Assert.Equal(new FindService(FakeRings.Other, "web"), Assert.Single(_rings.Asked));
        Assert.Equal((3, 2.0), ((int)found["providers"]![0]!["load"]!, (double)found["providers"]![0]!["rttMs"]!));
    }

    [Fact]
    public async Task Who_says_that_he_has_a_service_of_a_name_is_told_and_who_says_it_of_another_is_not()
    {
        var (mine, others) = (new Announcement(FakeRings.Other, ServiceName.Web, "a page"), new Announcement(FakeRings.Self, ServiceName.Web, "a lie"));
        _rings.Reply = new RecordsFound(
            FakeRings.Self, [.. new[] { mine.ToBytes(), others.ToBytes(), [1, 2, 3] }.Select(value => new FoundRecord(FakeRings.Other, [], value, 1, default))],
            true, [], []);

        var found = (await ResultAsync("findServices", """{"name":"web"}""")).AsArray();
        var things = (await ResultAsync("findServices", JsonSerializer.Serialize(new { resource = "sha256:" + new string('a', 64) }))).AsArray();

        Assert.Equal("a page", (string?)Assert.Single(found)!["title"]);
        Assert.Equal(2, things.Count);
        Assert.Equal(["service/web", "resource/" + new string('a', 64)], _rings.Asked.Cast<GetSet>().Select(query => query.Set));
    }

    [Theory]
    [InlineData("blog")]
    [InlineData("Blog.rings")]
    [InlineData("blog.rings.alt")]
    public async Task A_service_is_looked_up_by_its_own_name_in_the_address_book(string text)
    {
        _rings.Reply = new ServiceRefused(ServiceRefusal.Silent, "why");

        await CallAsync("lookupService", JsonSerializer.Serialize(new[] { text }));

        Assert.Equal(new FindService(FakeRings.Other, "blog"), Assert.Single(_rings.Asked));
    }

    [Theory]
    [InlineData("nobody", "is no service")]
    [InlineData("nobody.rings", "is no service")]
    [InlineData("blgo", "did you mean 'blog'?")]
    [InlineData("blog/web", "is no service")]
    [InlineData("bela/No", "is no service")]
    [InlineData("0x12/web", "before the / it is no Did")]
    [InlineData("ring://0x12/web#t=secret", "no link of a service")]
    [InlineData("ring://0x0000000000000000000000000000000000000001@other/web", "in another ring")]
    [InlineData("web.0000000000000000000000000000000000000001.other.rings", "in another ring")]
    [InlineData("abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.rings", "hidden service")]
    [InlineData("example.com", "is no service")]
    public async Task What_is_no_service_is_said_so_and_no_ticket_is_repeated(string text, string words)
    {
        var error = (string)(await CallAsync("lookupService", JsonSerializer.Serialize(new[] { text })))["error"]!["message"]!;

        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Empty(_rings.Asked);
    }

    [Fact]
    public async Task A_service_with_a_certificate_has_its_callers_tls_end_here_until_it_is_removed()
    {
        var (certificate, key) = CertificateFiles.Make(_folder.FullName, "shop");
        _rings.Reply = new ServicesTold([Status]);

        var told = await ResultAsync("registerService", Tls("http", certificate, key));

        Assert.NotNull(_ends.Find(ServiceName.Web));
        Assert.Equal(certificate, (string?)told["tls"]!["certificate"]);
        Assert.Equal(certificate, (string?)(await ResultAsync("listServices", "{}"))[0]!["tls"]!["certificate"]);
        Assert.Single(TlsBook.Open(BookFile).All);
        await ResultAsync("removeService", """{"name":"web"}""");
        Assert.Null(_ends.Find(ServiceName.Web));
        Assert.Empty(TlsBook.Open(BookFile).All);
    }

    [Fact]
    public async Task One_that_is_added_without_takes_over_no_certificate_of_a_former_one()
    {
        var (certificate, key) = CertificateFiles.Make(_folder.FullName, "shop");
        _tls.Add(ServiceName.Web, new(certificate, key, null, []), TlsFiles.Open(certificate, key, null, TimeProvider.System), isKept: true);
        _rings.Reply = new ServicesTold([Status]);

        var told = await ResultAsync("registerService", """{"name":"web","kind":"http","target":"8080"}""");

        Assert.Null(told["tls"]);
        Assert.Null(_ends.Find(ServiceName.Web));
    }

    [Theory]
    [InlineData("tcp", true, true, "let its target end TLS, or use rings serve --kind tcp --tls")]
    [InlineData("http", false, true, "belong to a certificate")]
    [InlineData("http", true, false, "does not exist")]
    public async Task A_certificate_that_is_of_no_use_is_refused_before_the_service_is_there(string kind, bool isNamed, bool hasKey, string words)
    {
        var (certificate, key) = CertificateFiles.Make(_folder.FullName, "shop");
        if (!hasKey) File.Delete(key);

        var error = (await CallAsync("registerService", Tls(kind, isNamed ? certificate : null, key)))["error"]!;

        Assert.Equal((int)JsonRpcError.InvalidParams, (int)error["code"]!);
        Assert.Contains(words, (string)error["message"]!, StringComparison.Ordinal);
        Assert.Empty(_rings.Asked);
        Assert.Null(_ends.Find(ServiceName.Web));
    }

    [Fact]
    public async Task Where_it_cannot_be_written_down_the_service_is_taken_back()
    {
        var (certificate, key) = CertificateFiles.Make(_folder.FullName, "shop");
        Directory.CreateDirectory(BookFile);
        _rings.Reply = new ServicesTold([Status]);

        var error = (await CallAsync("registerService", Tls("http", certificate, key)))["error"]!;

        Assert.Equal((int)JsonRpcError.Refused, (int)error["code"]!);
        Assert.IsType<RemoveService>(_rings.Asked[^1]);
        Assert.Null(_ends.Find(ServiceName.Web));
    }

    private static string Tls(string kind, string? certificate, string key) =>
        new JsonObject { ["name"] = "web", ["kind"] = kind, ["target"] = "8080", ["tls"] = certificate, ["tls_key"] = key }.ToJsonString();

    [Theory]
    [InlineData("registerService", """{"name":"web"}""")]
    [InlineData("registerService", """{"name":"web","target":"80","kind":"udp"}""")]
    [InlineData("registerService", """{"name":"web","target":"80","access":"some"}""")]
    [InlineData("registerService", """{"name":"web","target":"80","allow":["nobody"]}""")]
    [InlineData("registerService", """{"name":"web","target":"80","allow":[1]}""")]
    [InlineData("lookupService", """["web"]""")]
    [InlineData("lookupService", """["nobody/web"]""")]
    [InlineData("lookupService", """["bela/Web"]""")]
    [InlineData("lookupService", """["ring://0x12/web#t=secretsecretsecret"]""")]
    [InlineData("createTicket", """{"service":"web","for":"nobody"}""")]
    [InlineData("createTicket", """{"service":"web","life_s":0}""")]
    [InlineData("openTunnel", """{"listen":"x","service":"bela/web"}""")]
    public async Task What_is_not_what_it_should_be_is_refused_before_anything_is_asked(string method, string parameters)
    {
        var error = (await CallAsync(method, parameters))["error"]!;

        Assert.Equal((int)JsonRpcError.InvalidParams, (int)error["code"]!);
        Assert.Empty(_rings.Asked);
        Assert.DoesNotContain("secret", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_another_ring_is_refused_in_words() => Assert.Contains(
        "another ring",
        (string)(await CallAsync("lookupService", $"[\"ring://{FakeRings.Other}@other/web\"]"))["error"]!["message"]!, StringComparison.Ordinal);

    [Theory]
    [InlineData(ServiceRefusal.Invalid, JsonRpcError.InvalidParams)]
    [InlineData(ServiceRefusal.NotFound, JsonRpcError.NotFound)]
    [InlineData(ServiceRefusal.Taken, JsonRpcError.Refused)]
    [InlineData(ServiceRefusal.Full, JsonRpcError.Busy)]
    [InlineData(ServiceRefusal.NotKept, JsonRpcError.Refused)]
    [InlineData(ServiceRefusal.Silent, JsonRpcError.TimedOut)]
    internal async Task Each_refusal_has_its_code_and_its_words(ServiceRefusal reason, JsonRpcError code)
    {
        _rings.Reply = new ServiceRefused(reason, "because");

        foreach (var (method, parameters) in new[] { ("removeService", """["web"]"""), ("listTickets", """["web"]"""), ("lookupService", """["bela/web"]""") })
        {
            var error = (await CallAsync(method, parameters))["error"]!;
            Assert.Equal(((int)code, "because."), ((int)error["code"]!, (string?)error["message"]));
        }
    }

    [Fact]
    public async Task Tunnels_are_opened_listed_without_tickets_and_closed()
    {
        var link = new RingUrl(FakeRings.Other, ServiceName.Web) { Ticket = TicketSecret.Of(new byte[32]) }.ToLink();

        var opened = await ResultAsync("openTunnel", JsonSerializer.Serialize(new[] { "0", link }));
        var listed = Assert.Single((await ResultAsync("listTunnels", "[]")).AsArray());

        Assert.Equal($"ring://{FakeRings.Other}/web", (string?)listed!["service"]);
        Assert.Equal((string?)opened["listen"], (string?)listed["listen"]);
        await ResultAsync("closeTunnel", $"[{opened["id"]}]");
        Assert.Equal((int)JsonRpcError.NotFound, (int)(await CallAsync("closeTunnel", $"[{opened["id"]}]"))["error"]!["code"]!);
        Assert.Empty((await ResultAsync("listTunnels", "[]")).AsArray());
    }

    internal static ServiceStatus Status { get; } = new(
        "web", FakeRings.Self, ServiceKind.Tcp, "127.0.0.1:8080", ServiceAccess.Closed, "", [], [], [], true, false, 1,
        [new(FakeRings.Other, 2)], 7);

    private async Task<JsonNode> ResultAsync(string method, string parameters)
    {
        var answer = await CallAsync(method, parameters);
        Assert.True(answer["error"] is null, answer.ToJsonString());
        return answer["result"]!;
    }

    private async Task<JsonNode> CallAsync(string method, string parameters) => (await _server.AnswerAsync(
        System.Text.Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""), default))!;
}
