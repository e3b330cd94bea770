using System.Text.Json.Nodes;

namespace Rings.Host.Commands;

/// <summary>
/// Tells a topic's messages apart: each is fresh once, late ones too. Remembers those that the topic still holds.
/// </summary>
internal sealed class TopicReader
{
    private HashSet<(string Author, string Tag)> _seen = [];

    /// <summary>Those of a page that were not in the one before, in its order.</summary>
    public IReadOnlyList<JsonNode> Fresh(JsonArray messages)
    {
        var all = messages.Select(message => message!).ToList();
        var fresh = all.Where(message => !_seen.Contains(NameOf(message))).ToList();
        _seen = [.. all.Select(NameOf)];
        return fresh;
    }

    private static (string Author, string Tag) NameOf(JsonNode message) =>
        ((string)message["author"]!, (string)message["tag"]!);
}
