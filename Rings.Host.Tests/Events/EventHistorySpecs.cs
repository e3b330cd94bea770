using System.Text.Json.Nodes;
using Rings.Host.Events;

namespace Rings.Host.Tests.Events;

public sealed class EventHistorySpecs
{
    private readonly EventHistory _history = new();

    [Fact]
    public void The_last_thousand_events_are_kept_in_order()
    {
        for (var i = 0; i < EventHistory.MaxEvents + 3; i++) _history.Add(Event(i, ""));

        Assert.Equal(EventHistory.MaxEvents, _history.Events.Count);
        Assert.Equal(Event(3, ""), _history.Events.First());
        Assert.Equal(Event(EventHistory.MaxEvents + 2, ""), _history.Events.Last());
    }

    [Fact]
    public void Long_events_are_bounded_in_all_and_the_newest_stay()
    {
        for (var i = 0; i < EventHistory.MaxEvents; i++) _history.Add(Event(i, new string('x', EventHistory.LongEvent / 2)));

        Assert.InRange(_history.Events.Sum(kept => kept.Json.Length), EventHistory.MaxCharacters / 2, EventHistory.MaxCharacters);
        Assert.Contains($"\"n\":{EventHistory.MaxEvents - 1}", _history.Events.Last().Json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_message_keeps_its_text_and_not_its_data()
    {
        _history.Add(NodeEvent.At(DateTimeOffset.UnixEpoch, "message", new JsonObject
        {
            ["text"] = "hello",
            ["data"] = new string('A', EventHistory.LongEvent),
        }));

        var kept = JsonNode.Parse(Assert.Single(_history.Events).Json)!.AsObject();
        Assert.Equal("hello", (string?)kept["text"]);
        Assert.False(kept.ContainsKey("data"));
    }

    [Fact]
    public async Task A_listener_that_wants_them_gets_what_was_before_it_and_others_do_not()
    {
        var hub = new EventHub();
        hub.Publish(Event(1, ""));
        using var late = hub.TryListen(wantsHistory: true)!;
        using var live = hub.TryListen()!;
        hub.Publish(Event(2, ""));

        Assert.Equal(
            [Event(1, ""), EventHub.Live, Event(2, "")],
            await late.ReadAllAsync(CancellationToken.None).Take(3).ToListAsync());
        Assert.Equal([Event(2, "")], await live.ReadAllAsync(CancellationToken.None).Take(1).ToListAsync());
    }

    private static NodeEvent Event(int number, string text) =>
        NodeEvent.At(DateTimeOffset.UnixEpoch, "link-up", new JsonObject { ["n"] = number, ["text"] = text });
}
