using System.Buffers.Text;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.JsonRpc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>Turns the node's replies into results; a refusal becomes an error with its code.</summary>
internal static class Outcome
{
    /// <summary>The result's JSON.</summary>
    /// <exception cref="JsonRpcException">The reply is a refusal.</exception>
    public static JsonNode ToJson(IReply reply) => reply switch
    {
        OfferCreated created => new JsonObject { ["offer"] = Base64Url.EncodeToString(created.Offer) },
        OfferAnswered answered => new JsonObject { ["answer"] = Base64Url.EncodeToString(answered.Answer) },
        Connected connected => new JsonObject { ["did"] = connected.Peer.ToString() },
        LookupDone done => new JsonObject
        {
            ["key"] = done.Key.ToString(),
            ["owner"] = done.Owner.ToString(),
            ["hops"] = done.Hops,
            ["attempts"] = done.Attempts,
            ["ms"] = done.Elapsed.TotalMilliseconds,
        },
        Traced traced => new JsonObject
        {
            ["key"] = traced.Key.ToString(),
            ["owner"] = traced.Owner.ToString(),
            ["hops"] = traced.Way.Length,
            ["ms"] = traced.Elapsed.TotalMilliseconds,
            ["way"] = new JsonArray([.. traced.Way.Select(HopJson)]),
        },
        HandedOver handed => new JsonObject { ["id"] = handed.Id, ["state"] = "handed-over" },
        Delivered delivered => new JsonObject
        {
            ["id"] = delivered.Id,
            ["state"] = "delivered",
            ["ms"] = delivered.Elapsed.TotalMilliseconds,
        },
        Mailed mailed => new JsonObject
        {
            ["id"] = mailed.Id,
            ["state"] = "mailed",
            ["expires"] = mailed.Expires.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        },
        LinkRefused { Reason: LinkFailure.Unreachable } silent => throw new JsonRpcException(
            JsonRpcError.Unreachable, $"{silent.Detail.TrimEnd('.')}. Is it running, and open to this machine?"),
        LinkRefused refused => throw new JsonRpcException(CodeOf(refused.Reason), refused.Detail),
        LookupFailed failed => throw new JsonRpcException(
            JsonRpcError.Unreachable, $"No owner of {failed.Key} was found: {failed.Reason}."),
        NotSent unsent => throw new JsonRpcException(CodeOf(unsent.Reason), unsent.Detail),
        _ => throw new InvalidOperationException($"The node answered with {reply.GetType().Name}."),
    };

    private static JsonNode HopJson(TracedHop hop) => new JsonObject
    {
        ["did"] = hop.Node?.ToString(),
        ["ms"] = hop.RoundTrip.TotalMilliseconds,
    };

    private static JsonRpcError CodeOf(LinkFailure reason) => reason switch
    {
        LinkFailure.Invalid => JsonRpcError.InvalidParams,
        LinkFailure.Refused or LinkFailure.Superseded => JsonRpcError.Refused,
        LinkFailure.Full or LinkFailure.Busy => JsonRpcError.Busy,
        LinkFailure.TimedOut => JsonRpcError.TimedOut,
        LinkFailure.Stopped => JsonRpcError.NotReady,
        _ => JsonRpcError.Unreachable,
    };

    private static JsonRpcError CodeOf(SendFailure reason) => reason switch
    {
        SendFailure.Invalid => JsonRpcError.InvalidParams,
        SendFailure.Unsupported => JsonRpcError.Refused,
        SendFailure.Busy => JsonRpcError.Busy,
        SendFailure.TimedOut => JsonRpcError.TimedOut,
        SendFailure.Stopped => JsonRpcError.NotReady,
        _ => JsonRpcError.Unreachable,
    };
}
