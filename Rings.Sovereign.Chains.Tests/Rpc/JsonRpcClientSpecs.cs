using Rings.Sovereign.Chains.Rpc;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Rpc;

/// <summary>The client of an endpoint that answers wrongly, too much, or not at all.</summary>
public sealed class JsonRpcClientSpecs
{
    [Theory]
    [InlineData("""{"result":7,"error":null,"id":1}""", 0)]
    [InlineData("""{"result":null,"error":{"code":-8,"message":"out of range"},"id":1}""", -8)]
    [InlineData("""{"error":{"code":"x"}}""", -1)]
    public async Task An_answer_is_a_result_or_a_refusal(string body, int code)
    {
        using var server = new SaidServer(body);
        using var client = Client(server);

        Assert.Equal(code, (await client.TryCallAsync("any", default)).ErrorCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"result\":")]
    [InlineData("<html>")]
    public async Task An_answer_that_is_none_is_said_to_be(string body)
    {
        using var server = new SaidServer(body);
        using var client = Client(server);

        await Assert.ThrowsAsync<ChainException>(() => client.TryCallAsync("any", default));
    }

    [Fact]
    public async Task A_response_longer_than_its_bound_is_not_read()
    {
        using var server = new SaidServer($$"""{"result":"{{new string('x', 2_000)}}","id":1}""");
        using var client = Client(server);

        var refused = await Assert.ThrowsAsync<ChainException>(() => client.TryCallAsync("any", default));

        Assert.Contains("1000", refused.Message);
    }

    [Fact]
    public async Task A_call_without_an_answer_ends_at_its_deadline()
    {
        using var server = new SaidServer(null);
        using var client = new JsonRpcClient(Endpoint(server) with { Deadline = TimeSpan.FromMilliseconds(50) });

        var refused = await Assert.ThrowsAsync<ChainException>(() => client.TryCallAsync("any", default));

        Assert.Contains("no answer within", refused.Message);
    }

    [Fact]
    public async Task Nobody_there_and_too_many_calls_in_one_are_refused()
    {
        using var server = new SaidServer(null);
        server.Dispose();
        using var client = Client(server);

        await Assert.ThrowsAsync<ChainException>(() => client.TryCallAsync("any", default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            client.TryCallManyAsync("any", new string[JsonRpcClient.MaxBatch + 1], default));
    }

    [Fact]
    public async Task Answers_of_many_calls_are_told_apart_by_their_numbers_and_strange_ones_passed_over()
    {
        using var server = new SaidServer("""[{"result":"b","id":2},{"result":"a","id":1},{"result":"c","id":9},5]""");
        using var client = Client(server);

        var answers = await client.TryCallManyAsync("any", ["one", "two", "three"], default);

        Assert.Equal(["a", "b"], answers.Take(2).Select(answer => answer.Result.GetString()));
        Assert.True(answers[2].IsError);
    }

    [Fact]
    public void The_text_of_an_endpoint_tells_no_password()
    {
        var endpoint = new ChainEndpoint(new("http://me:secret@127.0.0.1:1/wallet/x"), TimeSpan.FromSeconds(1), 1, "me", "secret");

        Assert.DoesNotContain("secret", endpoint.ToString());
        Assert.Contains("127.0.0.1:1/wallet/x", endpoint.ToString());
    }

    private static ChainEndpoint Endpoint(SaidServer server) => new(server.Url, TimeSpan.FromSeconds(20), 1_000);

    private static JsonRpcClient Client(SaidServer server) => new(Endpoint(server));
}
