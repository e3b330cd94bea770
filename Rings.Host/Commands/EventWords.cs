using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>What happened at a node, in a line for people.</summary>
internal static class EventWords
{
    // A message takes seconds; one that is older lay in the mailbox.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(30);

    /// <summary>The line; null where there is nothing to say of it.</summary>
    /// <param name="type">The event's kind, as in <c>docs/json-rpc.md</c>.</param>
    /// <param name="data">What happened.</param>
    /// <param name="names">The address book.</param>
    public static string? Of(string type, JsonObject data, KnownNames names)
    {
        var words = type == "message" ? Message(data, names) : $"· {Change(type, data, names)}";
        return data["time"] is { } time ? $"{Times.Short(time)}  {words}" : words;
    }

    /// <summary>A message: who, how it came, what.</summary>
    private static string Message(JsonObject data, KnownNames names)
    {
        var marks = new List<string>();
        if ((bool?)data["sealed"] != true) marks.Add("in the clear");
        if (data["sentAt"] is { } sent && data["time"] is { } came && AgeOf(sent, came) > OnItsWay)
            marks.Add($"mail, written {Times.Short(sent)}");
        var how = marks.Count > 0 ? $" ({string.Join(", ", marks)})" : "";
        return $"{names.Of((string)data["from"]!)}{how}: {Visible.Lines((string)data["text"]!, "    ")}";
    }

    private static string Change(string type, JsonObject data, KnownNames names)
    {
        var who = data["did"] is { } did ? names.Of((string)did!) : "";
        return type switch
        {
            "link-up" => $"a link to {who}",
            "link-down" => $"no link to {who} any more: {Text(data, "reason")}",
            "link-suspect" => $"{who} does not answer",
            "link-restored" => $"{who} answers again",
            "session" => $"an end-to-end session with {who}",
            "mail-fetched" => $"{who} has fetched your letter",
            "mail-expired" => $"your letter to {who} was not fetched in time",
            "phase" => $"this node is {Text(data, "phase")} now",
            "neighbours" => $"neighbours: before {List(data, "predecessors", names)}; after {List(data, "successors", names)}",
            "delegation-renewed" => $"the delegation was renewed, until {Times.Short(data["expires"])}",
            "delegation-ending" => $"the delegation ends {Times.Short(data["expires"])}: rings session renew",
            "lookup" => $"{Text(data, "key")} belongs to {names.Of(Text(data, "owner"))}",
            "joining-failed" => "no seed has led to a link: this node began a ring of its own",
            "failed" => $"the node stops: {Text(data, "part")} failed: {Text(data, "reason")}",
            _ => $"{type} {Visible.Line(JsonOutput.Text(data, indented: false))}",
        };
    }

    private static TimeSpan AgeOf(JsonNode sent, JsonNode came) =>
        DateTimeOffset.Parse((string)came!, null) - DateTimeOffset.Parse((string)sent!, null);

    private static string Text(JsonObject data, string name) => Visible.Line(data[name]?.ToString() ?? "");

    private static string List(JsonObject data, string name, KnownNames names) => data[name]?.AsArray() is { Count: > 0 } dids
        ? string.Join(", ", dids.Select(did => names.Of((string)did!)))
        : "nobody";
}
