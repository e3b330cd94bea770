using System.Globalization;
using System.Text.Json.Nodes;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Browser.Node;

/// <summary>Outcomes and states as the page reads them. An outcome says in <c>state</c> which it is.</summary>
internal static class NodeJson
{
    /// <summary>The node's state.</summary>
    public static string Of(NodeStatus status) => new JsonObject
    {
        ["did"] = status.Did.ToString(),
        ["phase"] = Word(status.Phase),
        ["size"] = status.RingSize,
        ["predecessors"] = Dids(status.Predecessors),
        ["successors"] = Dids(status.Successors),
        ["links"] = new JsonArray([.. status.Links.Select(Of)]),
        ["troubles"] = new JsonArray([.. status.SeedTroubles.Select(trouble =>
            (JsonNode)new JsonObject { ["seed"] = trouble.Seed.ToString(), ["reason"] = trouble.Reason })]),
    }.ToJsonString();

    /// <summary>What became of a message.</summary>
    public static string Of(ISendOutcome outcome) => outcome.Match(
        delivered => new JsonObject
        {
            ["state"] = "delivered",
            ["id"] = delivered.Id,
            ["ms"] = delivered.Elapsed.TotalMilliseconds,
        },
        mailed => new JsonObject { ["state"] = "mailed", ["id"] = mailed.Id },
        failed => Refusal(Word(failed.Reason), failed.Detail)).ToJsonString();

    /// <summary>Who owns a key.</summary>
    public static string Of(ILookupOutcome outcome) => outcome.Match(
        found => new JsonObject
        {
            ["state"] = "found",
            ["owner"] = found.Owner.ToString(),
            ["hops"] = found.Hops,
            ["ms"] = found.Elapsed.TotalMilliseconds,
        },
        failed => Refusal(Word(failed.Reason), $"no owner of {failed.Key} was found: {failed.Reason}")).ToJsonString();

    /// <summary>What became of a record.</summary>
    public static string Of(IPutOutcome outcome) => outcome.Match(
        stored => Stored("stored", stored.Key.ToString(), stored.Copies.Length, stored.Expires),
        local => Stored("stored-locally", local.Key.ToString(), local.Copies.Length, local.Expires),
        refused => Refusal(Word(refused.Reason), $"the ring keeps no such record: {refused.Reason}"),
        invalid => Refusal("invalid", $"{invalid.Field}: {invalid.Expected}"),
        silent => Refusal("timed-out", $"no owner of {silent.Key} answered")).ToJsonString();

    /// <summary>What is under a key; the values in base64.</summary>
    public static string Of(IGetOutcome outcome) => outcome.Match(
        found => new JsonObject
        {
            ["state"] = "found",
            ["final"] = found.IsFinal,
            ["records"] = new JsonArray([.. found.Records.Select(record => (JsonNode)new JsonObject
            {
                ["author"] = record.Author.ToString(),
                ["value"] = Convert.ToBase64String(record.Value),
                ["expires"] = Milliseconds(record.Expires),
            })]),
        },
        invalid => Refusal("invalid", $"{invalid.Field}: {invalid.Expected}"),
        silent => Refusal("timed-out", $"no owner of {silent.Key} answered")).ToJsonString();

    /// <summary>What cannot be done.</summary>
    public static string Refused(string code, string detail) => Refusal(code, detail).ToJsonString();

    /// <summary>A name of ours as scripts write it: <c>TimedOut</c> is <c>timed-out</c>.</summary>
    public static string Word(Enum name) => string.Concat($"{name}".Select((letter, place) =>
        char.IsUpper(letter) && place > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static JsonObject Of(LinkStatus link) => new()
    {
        ["peer"] = link.Peer.ToString(),
        ["state"] = Word(link.State),
        ["local"] = link.LocalCandidate,
        ["remote"] = link.RemoteCandidate,
        ["ms"] = link.RoundTrip?.TotalMilliseconds,
    };

    private static JsonObject Stored(string state, string key, int copies, DateTimeOffset expires) => new()
    {
        ["state"] = state,
        ["key"] = key,
        ["copies"] = copies,
        ["expires"] = Milliseconds(expires),
    };

    private static JsonObject Refusal(string code, string detail) =>
        new() { ["state"] = "refused", ["code"] = code, ["detail"] = detail };

    private static JsonArray Dids(IEnumerable<Protocol.Did> dids) => new([.. dids.Select(did => (JsonNode)did.ToString()!)]);

    private static JsonNode Milliseconds(DateTimeOffset time) =>
        JsonNode.Parse(time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))!;
}
