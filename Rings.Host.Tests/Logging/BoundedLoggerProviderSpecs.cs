using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rings.Host.Logging;

namespace Rings.Host.Tests.Logging;

/// <summary>A stranger who causes a line for each connection fills no log.</summary>
public sealed class BoundedLoggerProviderSpecs : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly BoundedLoggerProvider _provider;

    public BoundedLoggerProviderSpecs() => _provider = new(new LineLoggerProvider(_output, _time), _time);

    public void Dispose()
    {
        _provider.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", BoundedLoggerProvider.OfWebServer)]
    [InlineData("rings.links", BoundedLoggerProvider.OfNode)]
    public void A_source_says_so_much_in_a_minute_and_then_how_much_was_left_out(string source, int most)
    {
        var log = _provider.CreateLogger(source);
        for (var i = 0; i < most + 7; i++) log.LogWarning("Connection {Number} was refused", i);

        Assert.Equal(most, Lines.Length);
        _time.Advance(TimeSpan.FromMinutes(1));
        // The same source, whoever asks for it.
        _provider.CreateLogger(source).LogWarning("again");
        log.LogWarning("and again");

        Assert.EndsWith($"{source} again (7 lines before it left out: too many in a minute)", Lines[^2], StringComparison.Ordinal);
        Assert.EndsWith($"{source} and again", Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void One_source_leaves_the_others_theirs_and_who_asks_for_all_gets_all()
    {
        var (loud, other) = (_provider.CreateLogger("Microsoft.AspNetCore.X"), _provider.CreateLogger("Microsoft.AspNetCore.Y"));
        for (var i = 0; i < 50; i++) loud.LogDebug("{Number}", i);
        for (var i = 0; i < 50; i++) loud.LogError("{Number}", i);
        other.LogError("heard");

        Assert.Equal(50 + BoundedLoggerProvider.OfWebServer + 1, Lines.Length);
        Assert.EndsWith("heard", Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_set_back_silences_nobody()
    {
        var log = _provider.CreateLogger("Microsoft.AspNetCore.X");
        _time.AdjustTime(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(400));
        for (var i = 0; i < 50; i++) log.LogError("before");
        _time.AdjustTime(DateTimeOffset.UnixEpoch);

        log.LogError("after");

        Assert.Contains("after", Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("\u001b[2J\u0007", "\\u001B[2J\\u0007")]
    [InlineData("\u202e", "\\u202E")]
    public void What_a_stranger_said_in_a_line_drives_no_terminal(string said, string shown)
    {
        _provider.CreateLogger("links").LogInformation("{Said}", said);

        Assert.Equal($"info: links {shown}", Assert.Single(Lines)[9..]);
    }

    private string[] Lines => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
