using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;

namespace Rings.Host.Tests.Rpc;

public sealed class StreamMethodsSpecs
{
    [Fact]
    public async Task Open_streams_are_told_with_peer_way_and_bytes()
    {
        var way = new StreamWay(IsDirect: true, Hops: 1, TimeSpan.FromMilliseconds(1.5), DateTimeOffset.UnixEpoch);
        var rings = new FakeRings
        {
            Open = new(
                [
                    new(FakeRings.Other, "tunnel/1", IsOwn: true, IsOpening: false, way, 12, 34),
                    new(FakeRings.Self, "pipe/1", IsOwn: false, IsOpening: true, way with { IsDirect = false, RoundTrip = null }, 0, 0),
                ],
                Total: 2000),
        };

        var told = (JsonObject)(await CallAsync(rings))!;

        Assert.Equal(2000, (int)told["total"]!);
        Assert.Equal(
            $$"""{"did":"{{FakeRings.Other}}","protocol":"tunnel/1","own":true,"state":"open","way":"direct","rttMs":1.5,"bytesSent":12,"bytesReceived":34}""",
            told["streams"]![0]!.ToJsonString());
        Assert.Equal(
            $$"""{"did":"{{FakeRings.Self}}","protocol":"pipe/1","own":false,"state":"opening","way":"ring","rttMs":null,"bytesSent":0,"bytesReceived":0}""",
            told["streams"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task A_node_without_streams_has_none() =>
        Assert.Equal("""{"streams":[],"total":0}""", (await CallAsync(new FakeRings()))!.ToJsonString());

    private static async Task<JsonNode?> CallAsync(FakeRings rings)
    {
        var server = new JsonRpcServer(
            [.. new StreamMethods(rings).All()], (method, error) => throw new InvalidOperationException(method, error));
        return (await server.AnswerAsync("""{"jsonrpc":"2.0","id":1,"method":"listStreams"}"""u8.ToArray(), default))!["result"];
    }
}
