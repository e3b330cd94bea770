using System.Text.Json.Nodes;
using Rings.Host.Commands;
using Spectre.Console;

namespace Rings.Host.Tests.Cli;

public sealed class LinkTableSpecs
{
    private const string Did = "0x209fff0c6a76cc055d725a6692dbe07fe379a408";

    [Theory]
    [InlineData(80, false)]
    [InlineData(120, true)]
    public void Each_link_has_one_line_that_fits_the_terminal(int width, bool hasRoundTrip)
    {
        var written = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(written),
        });
        terminal.Profile.Width = width;

        terminal.Write(LinkTable.Of([Link(), Link()], width));

        var lines = written.ToString().Split('\n').Where(line => line.Trim().Length > 0).ToArray();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        var links = lines.Where(line => line.Contains(Did, StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, links.Length);
        Assert.All(links, line => Assert.Contains("127.0.0.1:39868 Host", line, StringComparison.Ordinal));
        Assert.All(links, line => Assert.Equal(hasRoundTrip, line.Contains("15.8 ms", StringComparison.Ordinal)));
    }

    private static JsonObject Link() => new()
    {
        ["did"] = Did,
        ["state"] = "Ready",
        ["rttMs"] = 15.8,
        ["bytesSent"] = 107_000L,
        ["bytesReceived"] = 68_600L,
        ["address"] = "127.0.0.1:39868 Host",
    };
}
