using System.Text.Json.Nodes;
using Rings.Host.Events;

namespace Rings.Host.Tests.Events;

public sealed class EventHubSpecs
{
    private readonly EventHub _hub = new();

    [Fact]
    public async Task Each_listener_gets_each_event_in_order()
    {
        using var first = _hub.TryListen()!;
        using var second = _hub.TryListen()!;

        _hub.Publish(Event(1));
        _hub.Publish(Event(2));

        Assert.Equal([Event(1), Event(2)], await Take(first, 2));
        Assert.Equal([Event(1), Event(2)], await Take(second, 2));
    }

    [Fact]
    public async Task A_slow_listener_loses_its_oldest_events_and_is_told_how_many()
    {
        using var listener = _hub.TryListen()!;

        for (var i = 0; i < EventHub.MaxWaiting + 5; i++) _hub.Publish(Event(i));

        Assert.Equal(5, listener.TakeLost());
        Assert.Equal(0, listener.TakeLost());
        Assert.Equal(Event(5), (await Take(listener, 1)).Single());
    }

    [Fact]
    public void Listeners_are_bounded_and_a_place_is_free_again_when_one_leaves()
    {
        var listeners = Enumerable.Range(0, EventHub.MaxListeners).Select(_ => _hub.TryListen()!).ToList();

        Assert.Null(_hub.TryListen());
        listeners[0].Dispose();
        using var again = _hub.TryListen();
        Assert.NotNull(again);
        listeners.ForEach(listener => listener.Dispose());
    }

    private static NodeEvent Event(int number) =>
        NodeEvent.At(DateTimeOffset.UnixEpoch, "log", new JsonObject { ["n"] = number });

    private static async Task<List<NodeEvent>> Take(EventHub.Listener listener, int count)
    {
        var taken = new List<NodeEvent>();
        await foreach (var happened in listener.ReadAllAsync(CancellationToken.None))
        {
            taken.Add(happened);
            if (taken.Count == count) break;
        }

        return taken;
    }
}
