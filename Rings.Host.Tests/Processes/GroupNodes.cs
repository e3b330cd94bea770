using System.Text.Json.Nodes;

namespace Rings.Host.Tests.Processes;

/// <summary>Five real nodes that make a Did together, and how a test asks them about it.</summary>
public abstract class GroupNodes : FriendNodes
{
    /// <summary>Name of the group, 32 hex digits; empty before it is created.</summary>
    private protected string Group { get; private set; } = "";

    /// <summary>Anna's node creates the group; the others know that it waits for them.</summary>
    private protected async Task CreateAsync()
    {
        var others = string.Join(',', Names[1..].Select(name => Nodes[name].Did));
        Group = (string)(await Nodes["anna"].RunAsync("group", "create", "the five", "-k", "3", "--members", others, "--json")).Json()["id"]!;
        foreach (var name in Names[1..]) await UntilAsync(name, group => (string?)group["state"] == "waits for you");
    }

    private protected async Task StandsAsync()
    {
        foreach (var name in Names) await UntilAsync(name, group => (string?)group["state"] == "stands");
    }

    /// <summary>What a node answers to a proposal: the request's name.</summary>
    private protected async Task<string> ProposeAsync(string name, string method, JsonObject call) =>
        (string)(await Nodes[name].CallAsync(method, call))!["request"]!;

    /// <summary>A text that the group is asked to sign.</summary>
    private protected Task<string> ProposeTextAsync(string name, string text) =>
        ProposeAsync(name, "proposeToGroup", new() { ["id"] = Group, ["text"] = text });

    private protected async Task<JsonNode> GroupAsync(string name) => GroupOf((await Nodes[name].CallAsync("listGroups"))!)!;

    private protected static JsonNode? RequestOf(JsonNode group, string request) =>
        group["requests"]!.AsArray().SingleOrDefault(one => (string?)one!["request"] == request);

    private protected Task UntilAsync(string name, Predicate<JsonNode> isSo) =>
        Nodes[name].UntilAsync("listGroups", groups => GroupOf(groups) is { } group && isSo(group));

    private JsonNode? GroupOf(JsonNode groups) => groups.AsArray().SingleOrDefault(group => (string?)group!["id"] == Group);
}
