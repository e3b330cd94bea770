using System.Text.Json.Nodes;
using Rings.Host.Commands;

namespace Rings.Host.Tests.Cli;

public sealed class LinkTableSpecs
{
    private const string Did = "0x209fff0c6a76cc055d725a6692dbe07fe379a408";

    [Theory]
    [InlineData(20, "")]
    [InlineData(60, "Ready")]
    [InlineData(80, "Ready", "15.8 ms")]
    [InlineData(120, "Ready", "15.8 ms", "127.0.0.1:39868 Host", "104.5 KiB", "66.8 KiB")]
    [InlineData(int.MaxValue, "Ready", "15.8 ms", "127.0.0.1:39868 Host", "104.5 KiB", "66.8 KiB")]
    public void Each_link_has_one_line_that_fits_the_terminal_and_its_Did_is_whole(int width, params string[] shown)
    {
        var lines = LinkTable.Of([Link(), Link()], width).ToArray();

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Math.Max(width, Did.Length)));
        foreach (var line in lines[1..])
        {
            Assert.StartsWith(Did, line, StringComparison.Ordinal);
            Assert.All(shown, cell => Assert.Contains(cell, line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_a_peer_says_of_itself_drives_no_terminal()
    {
        var link = Link();
        link["address"] = "\u001b[2J\u202e\n";

        Assert.EndsWith(@"\u001B[2J\u202E\n", LinkTable.Of([link], int.MaxValue).Last(), StringComparison.Ordinal);
    }

    private static JsonObject Link() => new()
    {
        ["did"] = Did,
        ["state"] = "Ready",
        ["rttMs"] = 15.8,
        ["bytesSent"] = 107_000L,
        ["bytesReceived"] = 68_400L,
        ["address"] = "127.0.0.1:39868 Host",
    };
}
