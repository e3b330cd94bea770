using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rings.Host.Events;
using Rings.Host.Logging;

namespace Rings.Host.Tests.Logging;

public sealed class EventLoggerProviderSpecs
{
    private readonly EventHub _hub = new();
    private readonly ILogger _log;

    public EventLoggerProviderSpecs() =>
        _log = new EventLoggerProvider(_hub, new FakeTimeProvider(DateTimeOffset.UnixEpoch)).CreateLogger("links");

    [Fact]
    public async Task A_line_is_told_with_its_level_source_and_time()
    {
        using var listener = _hub.TryListen(wantsLog: true)!;

        _log.LogWarning(new InvalidOperationException("why"), "Link {Number} fell", 3);

        var line = await Next(listener);
        Assert.Equal("warning", (string?)line["level"]);
        Assert.Equal("links", (string?)line["source"]);
        Assert.Equal("Link 3 fell (InvalidOperationException: why)", (string?)line["text"]);
        Assert.Equal("1970-01-01T00:00:00.0000000Z", (string?)line["time"]);
    }

    [Fact]
    public async Task One_who_comes_later_gets_the_newest_lines_first_of_all()
    {
        for (var i = 0; i < EventHub.MaxLogLines + 3; i++) _log.LogInformation("{Number}", i);
        using var listener = _hub.TryListen(wantsLog: true)!;
        _log.LogInformation("now");

        var oldest = await Next(listener);
        Assert.Equal(("info", "3"), ((string?)oldest["level"], (string?)oldest["text"]));
        for (var i = 4; i < EventHub.MaxLogLines + 3; i++) await Next(listener);
        Assert.Equal("now", (string?)(await Next(listener))["text"]);
    }

    [Fact]
    public async Task Who_does_not_ask_for_the_log_hears_none_of_it()
    {
        _log.LogInformation("before");
        using var listener = _hub.TryListen()!;
        _log.LogInformation("after");
        _hub.Publish(NodeEvent.At(DateTimeOffset.UnixEpoch, "phase", new JsonObject { ["phase"] = "Member" }));

        Assert.Equal("Member", (string?)(await Next(listener))["phase"]);
    }

    [Fact]
    public async Task A_long_line_is_cut()
    {
        using var listener = _hub.TryListen(wantsLog: true)!;

        _log.LogInformation("{Text}", new string('x', EventLoggerProvider.MaxText + 1));

        var text = (string)(await Next(listener))["text"]!;
        Assert.Equal(new string('x', EventLoggerProvider.MaxText) + "…", text);
    }

    [Fact]
    public async Task What_was_kept_ends_with_a_word()
    {
        _log.LogCritical("before");
        using var listener = _hub.TryListen(wantsLog: true)!;
        _log.LogInformation("after");

        var told = await listener.ReadAllAsync(CancellationToken.None).Take(3).ToListAsync();

        Assert.Equal(["log", "live", "log"], told.Select(happened => happened.Type));
        Assert.Equal("error", (string?)JsonNode.Parse(told[0].Json)!["level"]);
    }

    private static async Task<JsonNode> Next(EventHub.Listener listener)
    {
        await foreach (var happened in listener.ReadAllAsync(CancellationToken.None))
            if (happened != EventHub.Live) return JsonNode.Parse(happened.Json)!;
        throw new InvalidOperationException("the stream ended");
    }
}
