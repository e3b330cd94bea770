using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Host.Sites;
using Rings.Host.Tests.Sites;
using Rings.Protocol;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class SiteMethodsSpecs : IDisposable
{
    private static readonly string Root = BlobHash.OfManifest([1]).ToString();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-site-methods-");
    private readonly FakeRecords _ring = new();
    private readonly JsonRpcServer _server;
    private readonly FakeRings _rings = new() { Reply = new ServicesTold([]) };
    private int? _port = 50080;

    public SiteMethodsSpecs()
    {
        var book = SiteBook.Open(Path.Combine(_folder.FullName, "sites.json"));
        var keeper = new SiteKeeper(_ring, book, TimeProvider.System, NullLogger.Instance);
        var names = new OwnNames(_rings, book, FakeRings.Self);
        var methods = new SiteMethods(book, keeper, names, FakeRings.Self, () => _port, TimeProvider.System);
        _server = new JsonRpcServer([.. methods.All()], (method, error) => throw new InvalidOperationException(method, error));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_site_is_published_listed_and_removed()
    {
        var published = (await CallAsync("publishSite", $$"""{"name":"blog","root":"{{Root}}","title":"a page","single_page":true}"""))["result"]!;
        var listed = (await CallAsync("listSites", "[]"))["result"]!.AsArray();
        _port = null;
        var removed = (await CallAsync("removeSite", """["blog"]"""))["result"]!;

        Assert.Equal(published.ToJsonString(), Assert.Single(listed)!.ToJsonString());
        Assert.Equal(
            ($"ring://{FakeRings.Self}/blog", $"http://blog.{FakeRings.Self:N}.localhost:50080/", Root, "a page", true),
            ((string)published["url"]!, (string)published["page"]!, (string)published["root"]!, (string)published["title"]!, (bool)published["singlePage"]!));
        Assert.Null(removed["page"]);
        Assert.Empty((await CallAsync("listSites", "[]"))["result"]!.AsArray());
    }

    [Fact]
    public async Task A_site_does_not_take_the_name_of_a_service_of_this_node()
    {
        _rings.Reply = new ServicesTold([ServiceMethodsSpecs.Status with { Name = "blog" }]);

        var error = (await CallAsync("publishSite", $$"""{"name":"blog","root":"{{Root}}"}"""))["error"]!;

        Assert.Equal((int)JsonRpcError.Refused, (int)error["code"]!);
        Assert.Contains("'blog' is a service of this node", (string)error["message"]!, StringComparison.Ordinal);
        Assert.Empty((await CallAsync("listSites", "[]"))["result"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"root":"ROOT"}""", "name")]
    [InlineData("""{"name":"Blog","root":"ROOT"}""", "name")]
    [InlineData("""{"name":"blog"}""", "root")]
    [InlineData("""{"name":"blog","root":"xyz"}""", "root")]
    [InlineData("""{"name":"blog","root":"ROOT","title":"a\nb"}""", "title")]
    [InlineData("""{"name":"blog","root":"ROOT","single_page":1}""", "single_page")]
    public async Task What_is_not_what_it_should_be_is_refused_and_nothing_is_put(string parameters, string which)
    {
        var error = (await CallAsync("publishSite", parameters.Replace("ROOT", Root, StringComparison.Ordinal)))["error"]!;

        Assert.Equal(((int)JsonRpcError.InvalidParams, which), ((int)error["code"]!, (string?)error["data"]!["parameter"]));
        Assert.Empty(_ring.Puts);
    }

    [Fact]
    public async Task What_the_ring_refuses_and_what_is_not_there_are_errors_with_their_codes()
    {
        _ring.PutOutcome = new RecordRefused(Did.Zero, StorageRefusal.Full);
        var refused = (await CallAsync("publishSite", $$"""{"name":"blog","root":"{{Root}}"}"""))["error"]!;
        var absent = (await CallAsync("removeSite", """["blog"]"""))["error"]!;

        Assert.NotEqual((int)JsonRpcError.Internal, (int)refused["code"]!);
        Assert.Equal((int)JsonRpcError.NotFound, (int)absent["code"]!);
    }

    private async Task<JsonNode> CallAsync(string method, string parameters) => (await _server.AnswerAsync(
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""), default))!;
}
