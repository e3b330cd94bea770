using System.Buffers.Text;
using System.Text.Json.Nodes;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Protocol.Text;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>Turns the node's replies into results; a refusal becomes an error with its code.</summary>
internal static class Outcome
{
    /// <summary>The JSON of a message that was sent end to end.</summary>
    /// <exception cref="JsonRpcException">It is not known to have arrived.</exception>
    public static JsonNode ToJson(ISendOutcome outcome) =>
        outcome.Match<JsonNode>(delivered: ToJson, mailed: ToJson, notSent: Refuse);

    /// <summary>The JSON of a message that was sent in the clear.</summary>
    /// <exception cref="JsonRpcException">It is not known to have arrived.</exception>
    public static JsonNode ToJson(ISendPlainOutcome outcome) => outcome.Match<JsonNode>(
        delivered: ToJson,
        handedOver: handed => new JsonObject { ["id"] = handed.Id, ["state"] = "handed-over" },
        notSent: Refuse);

    /// <summary>The JSON of a look-up.</summary>
    /// <exception cref="JsonRpcException">No owner was found.</exception>
    public static JsonNode ToJson(ILookupOutcome outcome) => outcome.Match<JsonNode>(found: ToJson, failed: Refuse);

    /// <summary>The JSON of a look-up that names its way.</summary>
    /// <exception cref="JsonRpcException">No owner was found.</exception>
    public static JsonNode ToJson(ITraceOutcome outcome) => outcome.Match<JsonNode>(traced: ToJson, failed: Refuse);

    /// <summary>The JSON of a link that was asked for.</summary>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public static JsonNode ToJson(IConnectOutcome outcome) => outcome.Match<JsonNode>(
        connected: connected => new JsonObject { ["did"] = connected.Peer.ToString() }, refused: Refuse);

    /// <summary>The JSON of an offer to be carried by hand.</summary>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public static JsonNode ToJson(IOfferOutcome outcome) => outcome.Match<JsonNode>(
        created: created => new JsonObject { ["offer"] = Base64Url.EncodeToString(created.Offer) }, refused: Refuse);

    /// <summary>The JSON of the answer to an offer.</summary>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public static JsonNode ToJson(IAnswerOutcome outcome) => outcome.Match<JsonNode>(
        answered: answered => new JsonObject { ["answer"] = Base64Url.EncodeToString(answered.Answer) },
        refused: Refuse);

    private static JsonObject ToJson(Delivered delivered) => new()
    {
        ["id"] = delivered.Id,
        ["state"] = "delivered",
        ["ms"] = delivered.Elapsed.TotalMilliseconds,
    };

    private static JsonObject ToJson(Mailed mailed) => new()
    {
        ["id"] = mailed.Id,
        ["state"] = "mailed",
        ["expires"] = mailed.Expires.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static JsonObject ToJson(LookupDone done) => new()
    {
        ["key"] = done.Key.ToString(),
        ["owner"] = done.Owner.ToString(),
        ["hops"] = done.Hops,
        ["attempts"] = done.Attempts,
        ["ms"] = done.Elapsed.TotalMilliseconds,
    };

    private static JsonObject ToJson(Traced traced) => new()
    {
        ["key"] = traced.Key.ToString(),
        ["owner"] = traced.Owner.ToString(),
        ["hops"] = traced.Way.Length,
        ["ms"] = traced.Elapsed.TotalMilliseconds,
        ["way"] = new JsonArray([.. traced.Way.Select(HopJson)]),
    };

    private static JsonNode Refuse(NotSent unsent) =>
        throw new JsonRpcException(CodeOf(unsent.Reason), unsent.Detail);

    private static JsonNode Refuse(LookupFailed failed) => throw new JsonRpcException(
        JsonRpcError.Unreachable, $"No owner of {failed.Key} was found: {Words.Of(failed.Reason)}.");

    private static JsonNode Refuse(LinkRefused refused) => throw (refused.Reason == LinkFailure.Unreachable
        ? new JsonRpcException(
            JsonRpcError.Unreachable, $"{refused.Detail.TrimEnd('.')}. Is it running, and open to this machine?")
        : new JsonRpcException(CodeOf(refused.Reason), refused.Detail));

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

    private static JsonRpcError CodeOf(Undelivered reason) => reason switch
    {
        Undelivered.Invalid => JsonRpcError.InvalidParams,
        Undelivered.Unsupported or Undelivered.Refused => JsonRpcError.Refused,
        Undelivered.Busy => JsonRpcError.Busy,
        Undelivered.TimedOut => JsonRpcError.TimedOut,
        Undelivered.Stopped => JsonRpcError.NotReady,
        _ => JsonRpcError.Unreachable,
    };
}
