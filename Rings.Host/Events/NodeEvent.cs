using System.Text.Json.Nodes;

namespace Rings.Host.Events;

/// <summary>Something that happened at this node, for the surface's listeners.</summary>
/// <param name="Type">Its kind, such as link-up, message, lookup or log: all are in <c>docs/json-rpc.md</c>.</param>
/// <param name="Json">What happened, with its time, as one line of JSON.</param>
internal sealed record NodeEvent(string Type, string Json)
{
    /// <summary>Makes an event with its time (ISO 8601, UTC).</summary>
    public static NodeEvent At(DateTimeOffset time, string type, JsonObject data)
    {
        data["time"] = time.UtcDateTime.ToString("O");
        return new NodeEvent(type, data.ToJsonString());
    }
}
