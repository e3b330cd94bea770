using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;

namespace Rings.Host.Tests.JsonRpc;

public sealed class JsonRpcServerSpecs
{
    private readonly List<string> _calls = [];
    private readonly List<Exception> _faults = [];
    private readonly JsonRpcServer _server;

    public JsonRpcServerSpecs() => _server = new JsonRpcServer(
        [
            new JsonRpcMethod("subtract", ["minuend", "subtrahend"], (arguments, _) => Task.FromResult<JsonNode?>(
                arguments.Number("minuend", 0, -100, 100) - arguments.Number("subtrahend", 0, -100, 100))),
            new JsonRpcMethod("note", ["text"], (arguments, _) =>
            {
                _calls.Add(arguments.Text("text"));
                return Task.FromResult<JsonNode?>(null);
            }),
            new JsonRpcMethod("refuse", [], (_, _) => throw new JsonRpcException(JsonRpcError.Refused, "No.")),
            new JsonRpcMethod("ask the dead", [], (_, _) => throw new NodeStoppedException()),
            new JsonRpcMethod("break", [], (_, _) => throw new InvalidOperationException("secret detail")),
        ],
        (_, fault) => _faults.Add(fault));

    [Theory]
    [InlineData("[42,23]")]
    [InlineData("""{"minuend":42,"subtrahend":23}""")]
    [InlineData("""{"subtrahend":23,"minuend":42}""")]
    public async Task Parameters_go_by_position_or_by_name(string parameters)
    {
        var answer = await Ask($$"""{"jsonrpc":"2.0","method":"subtract","params":{{parameters}},"id":"a"}""");

        Assert.Equal("""{"jsonrpc":"2.0","id":"a","result":19}""", answer);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("\"x\"", "\"x\"")]
    [InlineData("null", "null")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    public async Task The_id_comes_back_as_it_was(string id, string back) =>
        Assert.Equal(
            $$"""{"jsonrpc":"2.0","id":{{back}},"result":0}""",
            await Ask($$"""{"jsonrpc":"2.0","method":"subtract","id":{{id}}}"""));

    [Fact]
    public async Task A_notification_is_done_and_not_answered()
    {
        Assert.Null(await Ask("""{"jsonrpc":"2.0","method":"note","params":["hello"]}"""));

        Assert.Equal(["hello"], _calls);
    }

    [Fact]
    public async Task A_notification_for_an_unknown_method_is_not_answered() =>
        Assert.Null(await Ask("""{"jsonrpc":"2.0","method":"nothing"}"""));

    [Fact]
    public async Task A_batch_answers_its_calls_and_none_of_its_notifications()
    {
        var answer = await Ask("""
            [{"jsonrpc":"2.0","method":"subtract","params":[5,1],"id":1},
             {"jsonrpc":"2.0","method":"note","params":["n"]},
             7,
             {"jsonrpc":"2.0","method":"nope","id":2}]
            """);

        var answers = JsonNode.Parse(answer!)!.AsArray();
        Assert.Equal(3, answers.Count);
        Assert.Equal(4, (int)answers[0]!["result"]!);
        Assert.Equal((int)JsonRpcError.InvalidRequest, (int)answers[1]!["error"]!["code"]!);
        Assert.Equal((int)JsonRpcError.MethodNotFound, (int)answers[2]!["error"]!["code"]!);
    }

    [Fact]
    public async Task A_node_that_has_stopped_is_not_ready_and_no_fault()
    {
        var answer = JsonNode.Parse((await Ask("""{"jsonrpc":"2.0","method":"ask the dead","id":1}"""))!)!;

        Assert.Equal((int)JsonRpcError.NotReady, (int)answer["error"]!["code"]!);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_batch_of_notifications_is_not_answered() =>
        Assert.Null(await Ask("""[{"jsonrpc":"2.0","method":"note","params":["n"]}]"""));

    [Theory]
    [InlineData("", JsonRpcError.Parse)]
    [InlineData("{", JsonRpcError.Parse)]
    [InlineData("[]", JsonRpcError.InvalidRequest)]
    [InlineData("7", JsonRpcError.InvalidRequest)]
    [InlineData("""{"method":"subtract","id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":"1.0","method":"subtract","id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":2.0,"method":"subtract","id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":{},"method":"subtract","id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":null,"method":"subtract","id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","method":"\ud800","id":1}""", JsonRpcError.Parse)]
    [InlineData("""{"jsonrpc":"2.0","method":"note","params":["\ud800"],"id":1}""", JsonRpcError.Parse)]
    [InlineData("""{"jsonrpc":"2.0","method":"note","params":{"\udc00":1},"id":1}""", JsonRpcError.Parse)]
    [InlineData("""{"jsonrpc":"2.0","method":"note","id":"\ud800"}""", JsonRpcError.Parse)]
    [InlineData("""{"\ud800":1}""", JsonRpcError.Parse)]
    [InlineData("""{"jsonrpc":"2.0","method":7,"id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","method":"subtract","params":"x","id":1}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","method":"subtract","id":{}}""", JsonRpcError.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","method":"subtract","params":[1,2,3],"id":1}""", JsonRpcError.InvalidParams)]
    [InlineData("""{"jsonrpc":"2.0","method":"subtract","params":{"x":1},"id":1}""", JsonRpcError.InvalidParams)]
    [InlineData("""{"jsonrpc":"2.0","method":"subtract","params":["1"],"id":1}""", JsonRpcError.InvalidParams)]
    [InlineData("""{"jsonrpc":"2.0","method":"subtract","params":[101],"id":1}""", JsonRpcError.InvalidParams)]
    [InlineData("""{"jsonrpc":"2.0","method":"note","id":1}""", JsonRpcError.InvalidParams)]
    [InlineData("""{"jsonrpc":"2.0","method":"refuse","id":1}""", JsonRpcError.Refused)]
    internal async Task Bad_input_gets_its_own_error(string body, JsonRpcError code)
    {
        var answer = await Ask(body);

        Assert.Equal((int)code, (int)JsonNode.Parse(answer!)!["error"]!["code"]!);
    }

    [Fact]
    public async Task A_bad_call_in_a_batch_leaves_the_others_their_answers()
    {
        var answers = JsonNode.Parse((await Ask("""
            [{"jsonrpc":"2.0","method":"subtract","id":1},{"jsonrpc":2,"method":"subtract","id":2}]
            """))!)!.AsArray();

        Assert.Equal([1, 2], answers.Select(answer => (int)answer!["id"]!));
        Assert.Equal(0, (int)answers[0]!["result"]!);
        Assert.Equal((int)JsonRpcError.InvalidRequest, (int)answers[1]!["error"]!["code"]!);
    }

    [Fact]
    public async Task Bytes_that_are_no_Unicode_within_a_text_are_a_parse_error()
    {
        byte[] body = [.. """{"jsonrpc":"2.0","id":1,"method":"a"""u8, 0xC3, 0x28, .. "\"}"u8];

        var answer = (await _server.AnswerAsync(body, CancellationToken.None))!;

        Assert.Equal((int)JsonRpcError.Parse, (int)answer["error"]!["code"]!);
        Assert.Empty(_faults);
    }

    [Fact]
    public void Any_requests_with_any_texts_get_an_answer_and_never_an_exception()
    {
        string[] texts = ["\"2.0\"", "2.0", "2", "{}", "[]", "null", "true", "\"\\ud800\"", "\"note\"", "\"subtract\"", "-1e400", "\"\""];
        Gen.Int[0, texts.Length - 1].Select(index => texts[index]).Array[4].Sample(parts =>
        {
            var body = $$"""{"jsonrpc":{{parts[0]}},"method":{{parts[1]}},"params":{{parts[2]}},"id":{{parts[3]}}}""";
            var answer = _server.AnswerAsync(Encoding.UTF8.GetBytes(body), CancellationToken.None).GetAwaiter().GetResult();
            Assert.NotNull(answer!.ToJsonString());
        }, iter: 5_000);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_batch_over_the_limit_runs_nothing()
    {
        var call = """{"jsonrpc":"2.0","method":"note","params":["n"]}""";

        var answer = await Ask($"[{string.Join(',', Enumerable.Repeat(call, JsonRpcServer.MaxBatch + 1))}]");

        Assert.Equal((int)JsonRpcError.InvalidRequest, (int)JsonNode.Parse(answer!)!["error"]!["code"]!);
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task A_fault_is_logged_and_its_text_is_kept_from_the_caller()
    {
        var answer = await Ask("""{"jsonrpc":"2.0","method":"break","id":1}""");

        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Equal("secret detail", Assert.Single(_faults).Message);
    }

    [Fact]
    public async Task Nesting_without_end_is_a_parse_error()
    {
        var answer = await Ask(new string('[', 10_000));

        Assert.Equal((int)JsonRpcError.Parse, (int)JsonNode.Parse(answer!)!["error"]!["code"]!);
    }

    [Fact]
    public void Any_bytes_that_are_no_request_get_an_error_and_never_an_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            var answer = _server.AnswerAsync(bytes, CancellationToken.None).GetAwaiter().GetResult();
            var code = (JsonRpcError)(int)answer!["error"]!["code"]!;
            Assert.True(code is JsonRpcError.Parse or JsonRpcError.InvalidRequest, code.ToString());
        }, iter: 2_000);

    private async Task<string?> Ask(string body) =>
        (await _server.AnswerAsync(Encoding.UTF8.GetBytes(body), CancellationToken.None))?.ToJsonString();
}
