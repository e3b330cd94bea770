using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Events;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Host.Rpc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class NameMethodsSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-names-");
    private readonly FakeRings _node = new();
    private readonly EventHub _hub = new();
    private readonly JsonRpcServer _server;

    public NameMethodsSpecs()
    {
        var names = NameBook.Open(Path.Combine(_folder.FullName, "names.json"), FakeRings.Self);
        _server = new JsonRpcServer(
            [.. new NodeMethods(_node, new ArgumentReader(names), _hub, TimeProvider.System).All(), .. new NameMethods(names, new ArgumentReader(names)).All()],
            (_, error) => throw error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_name_stands_for_its_Did_wherever_a_Did_is_expected()
    {
        _node.Reply = new LookupDone(FakeRings.Other, FakeRings.Other, 1, 1, TimeSpan.FromMilliseconds(1));
        await Call("addName", $$"""{"name":"anna","did":"{{FakeRings.Other}}"}""");

        await Call("lookup", """{"key":"anna"}""");
        await Call("lookup", """{"key":"me"}""");

        Assert.Equal([FakeRings.Other, FakeRings.Self], _node.Asked.Cast<Rings.Protocol.Did>());
        Assert.Equal("anna", (string?)(await Call("listNames", "{}"))["result"]![0]!["name"]);
    }

    [Fact]
    public async Task An_unknown_name_is_refused_by_its_name()
    {
        var error = (await Call("lookup", """{"key":"berta"}"""))["error"]!;

        Assert.Equal((int)JsonRpcError.InvalidParams, (int)error["code"]!);
        Assert.Contains("'berta': it is no Did: 0x and 40 hex digits, nor a name of the address book", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(_node.Asked);
    }

    [Theory]
    [InlineData("lookup", "key", "bertha")]
    [InlineData("lookup", "key", "Bert")]
    [InlineData("removeName", "name", "breta")]
    public async Task A_name_that_was_mistyped_is_told_with_the_one_that_was_meant(string method, string parameter, string typed)
    {
        await Call("addName", $$"""{"name":"berta","did":"{{FakeRings.Other}}"}""");
        await Call("addName", $$"""{"name":"anna","did":"{{FakeRings.Other}}"}""");

        var error = (await Call(method, $$"""{"{{parameter}}":"{{typed}}"}"""))["error"]!;

        Assert.Contains("id you mean 'berta'?", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_a_name_stands_for_is_told_with_all_names_of_it()
    {
        await Call("addName", $$"""{"name":"berta","did":"{{FakeRings.Other}}"}""");
        await Call("addName", $$"""{"name":"work","did":"{{FakeRings.Other}}"}""");

        var who = (await Call("whoIs", """{"did":"BERTA"}"""))["result"]!;

        Assert.Equal(FakeRings.Other.ToString(), (string?)who["did"]);
        Assert.Equal(["berta", "work"], who["names"]!.AsArray().Select(name => (string?)name));
        Assert.Empty(_node.Asked);
    }

    [Fact]
    public async Task A_service_gets_a_name_and_is_listed_without_its_ticket()
    {
        var ticket = new string('a', 52);
        var added = await Call("addName", $$"""{"name":"blog","did":"ring://{{FakeRings.Other}}/web#t={{ticket}}"}""");

        var listed = (await Call("listNames", "{}"))["result"]!;
        var wanted = (string)(await Call("lookup", """{"key":"blog"}"""))["error"]!["message"]!;

        Assert.Equal($"ring://{FakeRings.Other}/web", (string?)listed[0]!["service"]);
        Assert.Contains("a Did is wanted here", wanted, StringComparison.Ordinal);
        Assert.DoesNotContain(ticket, $"{added}{listed}{wanted}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_none_is_not_repeated()
    {
        var error = (string)(await Call("addName", """{"name":"blog","did":"ring://0x12/web#t=secret"}"""))["error"]!["message"]!;

        Assert.Contains("no link of a service", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_not_there_cannot_be_removed() =>
        Assert.Equal((int)JsonRpcError.NotFound, (int)(await Call("removeName", """{"name":"berta"}"""))["error"]!["code"]!);

    [Fact]
    public async Task What_is_sent_is_told_to_those_who_watch()
    {
        _node.Reply = new Delivered("07", TimeSpan.FromMilliseconds(2));
        using var listener = _hub.TryListen()!;

        await Call("sendMessage", $$"""{"destination_did":"{{FakeRings.Other}}","protocol":"chat/1","data":"aGk="}""");

        var sent = await listener.ReadAllAsync(CancellationToken.None).FirstAsync();
        var data = JsonNode.Parse(sent.Json)!;
        Assert.Equal(("sent", "hi", FakeRings.Other.ToString()), (sent.Type, (string?)data["text"], (string?)data["to"]));
    }

    private async Task<JsonNode> Call(string method, string parameters)
    {
        var request = $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";
        return (await _server.AnswerAsync(Encoding.UTF8.GetBytes(request), CancellationToken.None))!;
    }
}
