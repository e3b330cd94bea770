using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Events;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Host.Rpc;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class NodeMethodsSpecs
{
    private readonly FakeRings _node = new();
    private readonly EventHub _hub = new();
    private readonly ArgumentReader _read = new(NameBook.Open("there is no such file", FakeRings.Self));
    private readonly JsonRpcServer _all;
    private readonly JsonRpcServer _public;

    public NodeMethodsSpecs()
    {
        var methods = new NodeMethods(_node, _read, _hub, TimeProvider.System);
        _all = new JsonRpcServer(methods.All(), (_, error) => throw error);
        _public = new JsonRpcServer(methods.Public(), (_, error) => throw error);
    }

    [Fact]
    public async Task The_public_surface_is_nodeDid_and_answerOffer_alone()
    {
        Assert.Equal(FakeRings.Self.ToString(), (string?)(await Result(_public, "nodeDid", "{}"))["did"]);
        foreach (var method in new NodeMethods(_node, _read, _hub, TimeProvider.System).All().Select(method => method.Name).Except(["nodeDid", "answerOffer"]))
            Assert.Equal(JsonRpcError.MethodNotFound, await Error(_public, method, "{}"));
    }

    [Fact]
    public async Task An_offer_is_answered_with_the_callers_address_beside_it()
    {
        _node.Reply = new OfferAnswered([1, 2, 3]);

        var result = await Result(_public, "answerOffer", """{"offer":"AAEC"}""");

        Assert.Equal("AQID", (string?)result["answer"]);
        Assert.Equal(("000102", (string?)"192.0.2.1"), Assert.Single(_node.Asked));
    }

    [Fact]
    public async Task A_message_is_sent_in_the_clear_only_where_the_caller_says_so()
    {
        _node.Reply = new Delivered("07", TimeSpan.FromMilliseconds(2));
        var message = $$"""{"destination_did":"{{FakeRings.Other}}","protocol":"chat/1","data":"aGk="}""";

        Assert.Equal("delivered", (string?)(await Result(_all, "sendMessage", message))["state"]);
        Assert.True(Assert.IsType<Send>(Assert.Single(_node.Asked)).Mail);
        _node.Asked.Clear();
        var sent = await Result(_all, "sendMessage", message.Replace("}", ""","plain":true}""", StringComparison.Ordinal));
        Assert.Equal("delivered", (string?)sent["state"]);
        Assert.Equal((FakeRings.Other, "chat/1", "6869", true), Assert.Single(_node.Asked));
    }

    [Fact]
    public async Task A_message_for_one_who_is_away_is_mailed()
    {
        _node.Reply = new Mailed("07", DateTimeOffset.UnixEpoch.AddDays(20_000));

        var sent = await Result(
            _all, "sendMessage", $$"""{"destination_did":"{{FakeRings.Other}}","protocol":"chat/1","data":"aGk="}""");

        Assert.Equal("mailed", (string?)sent["state"]);
    }

    [Theory]
    [InlineData("connectWithDid", """{"did":"0x12"}""")]
    [InlineData("connectWithDid", "{}")]
    [InlineData("connectPeerViaHttp", """{"url":"ftp://a/"}""")]
    [InlineData("connectPeerViaHttp", """{"url":"http://a/#0x12"}""")]
    [InlineData("connectWithSeed", """{"peers":[{"did":"x"}]}""")]
    [InlineData("connectWithSeed", """{"peers":"http://a"}""")]
    [InlineData("acceptAnswer", """{"answer":"!"}""")]
    [InlineData("lookup", """{"key":7}""")]
    public async Task A_bad_parameter_is_refused_before_the_node_is_asked(string method, string parameters)
    {
        Assert.Equal(JsonRpcError.InvalidParams, await Error(_all, method, parameters));

        Assert.Empty(_node.Asked);
    }

    [Theory]
    [InlineData("0x5dD8d282F24224Fb539FFbDc720Fa7bF1144C606", "checksum is wrong")]
    [InlineData("0x12", "no Did: 0x and 40 hex digits.")]
    [InlineData("anna", "no Did: 0x and 40 hex digits, nor a name of the address book")]
    public async Task What_is_no_Did_is_told_in_words_for_people_with_the_parameter_beside(string did, string says)
    {
        var error = (await Ask(_all, "connectWithDid", $$"""{"did":"{{did}}"}"""))["error"]!;

        Assert.Contains(says, (string?)error["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("params.", (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal("did", (string?)error["data"]!["parameter"]);
    }

    [Fact]
    public async Task A_link_that_was_not_there_is_not_called_closed()
    {
        Assert.True((bool)(await Result(_all, "disconnect", $$"""{"did":"{{FakeRings.Other}}"}"""))["wasLinked"]!);
        Assert.False((bool)(await Result(_all, "disconnect", $$"""{"did":"{{FakeRings.Self}}"}"""))["wasLinked"]!);
    }

    [Fact]
    public async Task Seeds_are_tried_in_order_until_one_answers()
    {
        var did = await Result(_all, "connectWithSeed", $$"""{"peers":[{"url":"http://a:1/","did":"{{FakeRings.Other}}"},{"url":"http://b:2/"}]}""");

        Assert.Equal(FakeRings.Other.ToString(), (string?)did["did"]);
        Assert.Equal(new Uri($"http://a:1/#{FakeRings.Other}"), Assert.Single(_node.Asked));
    }

    [Fact]
    public async Task When_no_seed_answers_each_reason_is_told()
    {
        _node.Reply = new LinkRefused(null, LinkFailure.Unreachable, "nobody listens there");

        var error = await Error(_all, "connectWithSeed", """{"peers":[{"url":"http://a:1/"},{"url":"http://b:2/"}]}""");

        Assert.Equal(JsonRpcError.Unreachable, error);
        Assert.Equal(2, _node.Asked.Count);
    }

    [Theory]
    [InlineData(LinkFailure.Refused, JsonRpcError.Refused)]
    [InlineData(LinkFailure.Full, JsonRpcError.Busy)]
    [InlineData(LinkFailure.TimedOut, JsonRpcError.TimedOut)]
    [InlineData(LinkFailure.Stopped, JsonRpcError.NotReady)]
    internal async Task A_refusal_has_a_code_of_its_own(LinkFailure reason, JsonRpcError code)
    {
        _node.Reply = new LinkRefused(FakeRings.Other, reason, "why");

        Assert.Equal(code, await Error(_all, "connectWithDid", $$"""{"did":"{{FakeRings.Other}}"}"""));
    }

    [Fact]
    public async Task A_trace_names_who_answered_and_who_did_not()
    {
        _node.Reply = new Traced(
            FakeRings.Self, FakeRings.Other,
            [new(null, TimeSpan.FromSeconds(5)), new(FakeRings.Other, TimeSpan.FromMilliseconds(2))],
            TimeSpan.FromSeconds(6));

        var found = (await Result(_all, "trace", $$"""{"key":"{{FakeRings.Self}}"}"""))!;

        Assert.Equal(2, (int)found["hops"]!);
        Assert.Null(found["way"]![0]!["did"]);
        Assert.Equal(FakeRings.Other.ToString(), (string?)found["way"]![1]!["did"]);
        Assert.Equal(2.0, (double)found["way"]![1]!["ms"]!);
    }

    [Fact]
    public async Task A_look_up_is_told_to_those_who_watch()
    {
        _node.Reply = new LookupDone(FakeRings.Self, FakeRings.Other, 2, 1, TimeSpan.FromMilliseconds(3));
        using var watcher = _hub.TryListen()!;

        await Result(_all, "lookup", $$"""{"key":"{{FakeRings.Self}}"}""");

        var happened = await watcher.ReadAllAsync(default).FirstAsync();
        Assert.Equal("lookup", happened.Type);
        var told = JsonNode.Parse(happened.Json)!;
        Assert.Equal(FakeRings.Other.ToString(), (string?)told["owner"]);
        Assert.Equal(2, (int)told["hops"]!);
    }

    [Fact]
    public async Task The_state_names_neighbours_and_links()
    {
        var state = await Result(_all, "inspect", "{}");

        Assert.Equal("Member", (string?)state["phase"]);
        Assert.Equal(FakeRings.Other.ToString(), (string?)state["predecessor"]);
        Assert.Equal(1.5, (double)state["links"]![0]!["rttMs"]!);
        Assert.Equal(61, (double)state["uptimeSeconds"]!);
    }

    private static async Task<JsonNode> Result(JsonRpcServer server, string method, string parameters) =>
        (await Ask(server, method, parameters))["result"]!;

    private static async Task<JsonRpcError> Error(JsonRpcServer server, string method, string parameters) =>
        (JsonRpcError)(int)(await Ask(server, method, parameters))["error"]!["code"]!;

    private static async Task<JsonNode> Ask(JsonRpcServer server, string method, string parameters) =>
        (await server.AnswerAsync(
            Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}"""), default, "192.0.2.1"))!;
}
