using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Host.Rpc;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class RecordMethodsSpecs
{
    private static readonly DateTimeOffset Expires = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly FakeRings _node = new();
    private readonly JsonRpcServer _server;

    public RecordMethodsSpecs() =>
        _server = new JsonRpcServer(new RecordMethods(_node, new ArgumentReader(NameBook.Open("there is no such file", FakeRings.Self))).All(), (_, error) => throw error);

    [Fact]
    public async Task A_register_is_put_with_its_life_and_consistency()
    {
        _node.Reply = new RecordStored(FakeRings.Other, [FakeRings.Other, FakeRings.Self], Expires);

        var stored = (await Ask("putRecord",
            """{"kind":"register","name":"motd","data":"aGk=","life_s":60,"consistency":"all"}"""))["result"]!;

        var put = Assert.IsType<PutRegister>(Assert.Single(_node.Asked));
        Assert.Equal(("motd", "hi", TimeSpan.FromMinutes(1), Consistency.All),
            (put.Name, Encoding.UTF8.GetString(put.Value), put.Life!.Value, put.Consistency));
        Assert.Equal(("stored", 2), ((string?)stored["state"], stored["copies"]!.AsArray().Count));
    }

    [Fact]
    public async Task What_is_not_there_is_an_empty_and_final_list()
    {
        _node.Reply = new RecordsFound(FakeRings.Other, [], true, [FakeRings.Other], []);

        var found = (await Ask("getRecord", """{"kind":"set","name":"guests"}"""))["result"]!;

        Assert.Empty(found["records"]!.AsArray());
        Assert.True((bool)found["final"]!);
    }

    [Fact]
    public async Task A_tag_is_told_as_bytes_and_as_people_read_it()
    {
        FoundRecord Tagged(byte[] tag) => new(FakeRings.Other, tag, [], 1, Expires);
        _node.Reply = new RecordsFound(FakeRings.Other, [Tagged("anna"u8.ToArray()), Tagged([0xff])], true, [FakeRings.Other], []);

        var found = (await Ask("getRecord", """{"kind":"set","name":"guests"}"""))["result"]!["records"]!.AsArray();

        Assert.Equal(["YW5uYQ==", "/w=="], found.Select(record => (string?)record!["tag"]));
        Assert.Equal(["anna", "ff"], found.Select(record => (string?)record!["tagText"]));
    }

    [Theory]
    [InlineData("putRecord", """{"kind":"thing","name":"a","data":""}""", "kind")]
    [InlineData("putRecord", """{"kind":"register","name":"a","data":"*"}""", "data")]
    [InlineData("putRecord", """{"kind":"register","name":"a","data":"","life_s":604801}""", "life_s")]
    [InlineData("putRecord", """{"kind":"register","name":"a","data":"","consistency":"most"}""", "consistency")]
    [InlineData("getRecord", """{"kind":"register","name":"a"}""", "owner")]
    [InlineData("getRecord", """{"kind":"blob","name":"12"}""", "name")]
    public async Task A_wrong_parameter_is_named(string method, string parameters, string name)
    {
        var error = (await Ask(method, parameters))["error"]!;

        Assert.Equal(JsonRpcError.InvalidParams, (JsonRpcError)(int)error["code"]!);
        Assert.Equal(name, (string?)error["data"]!["parameter"]);
        Assert.Empty(_node.Asked);
    }

    [Theory]
    [InlineData(StorageRefusal.Full, JsonRpcError.Refused)]
    [InlineData(StorageRefusal.AuthorQuota, JsonRpcError.Refused)]
    [InlineData(StorageRefusal.Busy, JsonRpcError.Busy)]
    internal async Task A_refusal_is_an_error_with_its_reason(StorageRefusal reason, JsonRpcError expected)
    {
        _node.Reply = new RecordRefused(FakeRings.Other, reason);

        var error = (await Ask("publishMessageToTopic", """{"topic":"news","data":"aGk="}"""))["error"]!;

        Assert.Equal(expected, (JsonRpcError)(int)error["code"]!);
    }

    [Fact]
    public async Task A_topic_tells_its_messages_in_their_order_and_after_a_moment()
    {
        _node.Reply = Topic(3, 1, 2);

        var page = (await Ask("fetchTopicMessages", """{"topic":"news","after":1}"""))["result"]!;

        Assert.Equal([2L, 3L], page["messages"]!.AsArray().Select(message => (long)message!["seq"]!));
        Assert.Equal(3, (long)page["last"]!);
        Assert.Equal("topic/news", Assert.IsType<GetSet>(Assert.Single(_node.Asked)).Set);
    }

    private static RecordsFound Topic(params long[] seqs) => new(
        FakeRings.Other,
        [.. seqs.Select(seq => new FoundRecord(FakeRings.Other, [(byte)seq], [1], seq, Expires))], true, [], []);

    private async Task<JsonNode> Ask(string method, string parameters) => (await _server.AnswerAsync(
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""), default))!;
}
