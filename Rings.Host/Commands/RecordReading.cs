using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.Rpc;

namespace Rings.Host.Commands;

/// <summary>Reads records by a running node, again where too few holders answer at once.</summary>
internal static class RecordReading
{
    private static readonly PatientRead Read = new(TimeProvider.System);

    /// <summary>Records, or the certainty that there are none; where neither came in time, the last answer.</summary>
    public static Task<JsonNode> FindAsync(this NodeClient node, JsonObject query, CancellationToken cancel) => Read.AskAsync(
        () => AskAsync(node, query, cancel), found => found["records"]!.AsArray().Count > 0 || IsFinal(found), cancel);

    /// <summary>What enough holders agree on; where they did not in time, the last answer.</summary>
    public static Task<JsonNode> AgreeAsync(this NodeClient node, JsonObject query, CancellationToken cancel) => Read.AskAsync(
        () => AskAsync(node, query, cancel), IsFinal, cancel);

    private static bool IsFinal(JsonNode found) => found["final"]!.GetValue<bool>();

    private static async Task<JsonNode> AskAsync(NodeClient node, JsonObject query, CancellationToken cancel) =>
        (await node.CallAsync("getRecord", (JsonObject)query.DeepClone(), cancel))!;
}
