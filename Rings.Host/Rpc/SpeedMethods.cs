using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Speed;
using Rings.Protocol;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC method <c>measureSpeed</c>: <c>docs/json-rpc.md</c>.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads Dids and names.</param>
/// <param name="time">The clock.</param>
internal sealed class SpeedMethods(IRings node, ArgumentReader read, TimeProvider time)
{
    private const int UsualSeconds = 5;

    /// <summary>The longest test, in seconds.</summary>
    public const int MaxSeconds = 60;

    private int _running;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() => [new("measureSpeed", ["did", "seconds", "plain"], MeasureAsync)];

    private async Task<JsonNode?> MeasureAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var to = read.DidOf(arguments, "did");
        var seconds = arguments.Number("seconds", UsualSeconds, least: 1, most: MaxSeconds);
        var plain = arguments.Flag("plain", ifAbsent: false);
        // Two tests at a time would measure each other.
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
            throw new JsonRpcException(JsonRpcError.Busy, "Another speed test runs at this node. Try again when it has ended.");
        try
        {
            var result = await new SpeedTest(new MessageCarrier(node, to, plain), time).RunAsync(TimeSpan.FromSeconds(seconds), cancel);
            return ToJson(to, result, plain, await WayAsync(to, cancel));
        }
        catch (SpeedException nothing)
        {
            throw new JsonRpcException(JsonRpcError.Unreachable, $"No speed can be measured: {nothing.Message}.");
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private async Task<string> WayAsync(Did to, CancellationToken cancel)
    {
        var status = await node.GetStatusAsync(cancel);
        if (status.Did == to) return "self";
        return status.Links.Any(link => link.Peer == to && link.State == LinkState.Ready) ? "link" : "ring";
    }

    private static JsonObject ToJson(Did to, SpeedResult result, bool plain, string way) => new()
    {
        ["did"] = to.ToString(),
        ["carrier"] = plain ? "in the clear" : "end to end",
        ["way"] = way,
        ["messages"] = result.Pieces,
        ["bytes"] = result.Bytes,
        ["seconds"] = result.Elapsed.TotalSeconds,
        ["bytesPerSecond"] = result.BytesPerSecond,
        ["msMedian"] = result.Median?.TotalMilliseconds,
        ["ms99"] = result.P99?.TotalMilliseconds,
        ["failed"] = result.Failed,
        ["why"] = result.Why,
    };
}
