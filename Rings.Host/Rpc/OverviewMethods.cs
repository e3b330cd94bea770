using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using Rings.Host.Mail;
using Rings.Host.Telemetry;

namespace Rings.Host.Rpc;

/// <summary>
/// The JSON-RPC method that answers whether all is well with this node: <c>overview</c>, in <c>docs/json-rpc.md</c>.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="ring">The name of its ring.</param>
/// <param name="isPrivate">Whether only holders of a secret are in that ring.</param>
/// <param name="joinUrl">The address by which another node joins; null until the public listener stands.</param>
/// <param name="box">What waits for the node's owner.</param>
/// <param name="meter">Tells what passes over the links.</param>
internal sealed class OverviewMethods(
    IRings node, string ring, bool isPrivate, Func<string?> joinUrl, LetterBox box, TrafficMeter meter)
{
    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("overview", [], async (_, cancel) =>
        {
            var holdings = node.GetHoldingsAsync(cancel);
            var status = await node.GetStatusAsync(cancel);
            var overview = StatusJson.Inspect(status);
            overview["ringName"] = ring;
            overview["isPrivate"] = isPrivate;
            overview["joinUrl"] = joinUrl();
            overview["messagesWaiting"] = box.Count;
            overview["nat"] = StatusJson.Nat(status);
            overview["traffic"] = StatusJson.Traffic(meter.Now());
            overview["holdings"] = StatusJson.Holdings(await holdings);
            return overview;
        }),
    ];
}
