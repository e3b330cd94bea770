using System.Text.Json.Nodes;

namespace Rings.Host.Events;

/// <summary>
/// The events that happened last, for listeners still to come: at most <see cref="MaxEvents"/> of them, and at most
/// <see cref="MaxCharacters"/> of JSON; the oldest go first. Not thread-safe.
/// </summary>
internal sealed class EventHistory
{
    /// <summary>Events at most.</summary>
    public const int MaxEvents = 1_000;

    /// <summary>Characters of JSON at most, in all.</summary>
    public const int MaxCharacters = 2 * 1024 * 1024;

    /// <summary>An event of more characters is kept without its <c>data</c>: the text of a message stays.</summary>
    public const int LongEvent = 8 * 1024;

    private readonly Queue<NodeEvent> _events = new();
    private int _characters;

    /// <summary>The kept events, the oldest first.</summary>
    public IReadOnlyCollection<NodeEvent> Events => _events;

    /// <summary>Keeps an event.</summary>
    public void Add(NodeEvent happened)
    {
        var kept = happened.Json.Length <= LongEvent ? happened : WithoutData(happened);
        _events.Enqueue(kept);
        _characters += kept.Json.Length;
        while (_events.Count > MaxEvents || _characters > MaxCharacters) _characters -= _events.Dequeue().Json.Length;
    }

    private static NodeEvent WithoutData(NodeEvent happened)
    {
        var data = JsonNode.Parse(happened.Json)!.AsObject();
        data.Remove("data");
        return happened with { Json = data.ToJsonString() };
    }
}
