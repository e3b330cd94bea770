using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC method that tells the open streams: <c>docs/json-rpc.md</c>.</summary>
/// <param name="node">The node.</param>
internal sealed class StreamMethods(IRings node)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("listStreams", [], async (_, cancel) =>
        {
            var open = await node.ListStreamsAsync(cancel);
            return new JsonObject
            {
                ["streams"] = new JsonArray([.. open.Streams.Select(Stream)]),
                ["total"] = open.Total,
            };
        }),
    ];

    private static JsonNode Stream(StreamStatus stream) => new JsonObject
    {
        ["did"] = stream.Peer.ToString(),
        ["protocol"] = stream.Protocol,
        ["own"] = stream.IsOwn,
        ["state"] = stream.IsOpening ? "opening" : "open",
        ["way"] = stream.Way.IsDirect ? "direct" : "ring",
        ["rttMs"] = stream.Way.RoundTrip?.TotalMilliseconds,
        ["bytesSent"] = stream.BytesSent,
        ["bytesReceived"] = stream.BytesReceived,
    };
}
