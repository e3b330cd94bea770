using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Protocol.Text;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>Turns the node's replies about records into results; a refusal becomes an error with its code.</summary>
internal static class RecordJson
{
    /// <summary>The JSON of what became of a put.</summary>
    /// <exception cref="JsonRpcException">It is not kept, or nobody knows.</exception>
    public static JsonNode Of(IPutOutcome outcome) => outcome.Match<JsonNode>(
        stored: stored => Stored("stored", stored.Key, stored.Copies, stored.Expires),
        storedLocally: stored => Stored("stored-locally", stored.Key, stored.Copies, stored.Expires),
        refused: Refuse,
        invalid: Refuse,
        silent: Refuse);

    /// <summary>The JSON of what was read.</summary>
    /// <exception cref="JsonRpcException">Nobody answered, or the question is out of its range.</exception>
    public static JsonNode Of(IGetOutcome outcome) => Of(outcome, Found);

    /// <summary>The JSON of what was read, in a form of its own.</summary>
    /// <param name="outcome">What came.</param>
    /// <param name="found">The form.</param>
    /// <exception cref="JsonRpcException">Nobody answered, or the question is out of its range.</exception>
    public static JsonNode Of(IGetOutcome outcome, Func<RecordsFound, JsonNode> found) =>
        outcome.Match(found: found, invalid: Refuse, silent: Refuse);

    /// <summary>A topic's messages in the order of (time, author), after a moment.</summary>
    /// <param name="found">The Set.</param>
    /// <param name="after">Unix microseconds: only later messages are told.</param>
    public static JsonNode Topic(RecordsFound found, long after)
    {
        var messages = found.Records.Where(record => record.Seq > after)
            .OrderBy(record => record.Seq).ThenBy(record => record.Author).ToList();
        return new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.Select(Record)]),
            ["last"] = messages.Count == 0 ? after : messages[^1].Seq,
            ["final"] = found.IsFinal,
        };
    }

    private static JsonObject Stored(string state, Did key, ImmutableArray<Did> copies, DateTimeOffset expires) => new()
    {
        ["state"] = state,
        ["key"] = key.ToString(),
        ["owner"] = copies[0].ToString(),
        ["copies"] = JsonTexts.Of(copies),
        ["expires"] = Time(expires),
    };

    private static JsonObject Found(RecordsFound found) => new()
    {
        ["key"] = found.Key.ToString(),
        ["records"] = new JsonArray([.. found.Records.Select(Record)]),
        ["final"] = found.IsFinal,
        ["agreed"] = JsonTexts.Of(found.Agreed),
        ["behind"] = JsonTexts.Of(found.Behind),
    };

    /// <summary>A record's JSON.</summary>
    public static JsonNode Record(FoundRecord record) => new JsonObject
    {
        ["author"] = record.Author.ToString(),
        ["tag"] = Convert.ToBase64String(record.Tag),
        ["tagText"] = TextOf(record.Tag),
        ["data"] = Convert.ToBase64String(record.Value),
        ["text"] = Encoding.UTF8.GetString(record.Value),
        ["seq"] = record.Seq,
        ["time"] = Time(DateTimeOffset.UnixEpoch.AddMicroseconds(record.Seq)),
        ["expires"] = Time(record.Expires),
    };

    /// <summary>A tag as people read it: its text, or its hex where it is none.</summary>
    public static string TextOf(byte[] tag) =>
        System.Text.Unicode.Utf8.IsValid(tag) ? Encoding.UTF8.GetString(tag) : Convert.ToHexStringLower(tag);

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static JsonNode Refuse(RecordInvalid invalid) => throw new JsonRpcException(
        JsonRpcError.InvalidParams, $"{invalid.Field}: expected {invalid.Expected}.");

    private static JsonNode Refuse(RecordRefused refused) => throw new JsonRpcException(
        refused.Reason == StorageRefusal.Busy ? JsonRpcError.Busy : JsonRpcError.Refused, Words.Of(refused.Reason));

    private static JsonNode Refuse(OwnerSilent silent) => throw new JsonRpcException(
        JsonRpcError.TimedOut, $"No owner of {silent.Key} answered in time. Try again: nothing is stored twice.");
}
