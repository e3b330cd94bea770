using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary>Shows links as a table that fits the terminal: each on one line, with less on a narrow one.</summary>
internal static class LinkTable
{
    /// <summary>The lines of what <c>listPeers</c> gave.</summary>
    /// <param name="links">The links.</param>
    /// <param name="width">The terminal's columns.</param>
    public static IEnumerable<string> Of(JsonArray links, int width)
    {
        var table = new TextTable(
            new("Did", 0), new("State", 1), new("RTT", 2, IsNumber: true), new("Sent", 4, IsNumber: true),
            new("Received", 5, IsNumber: true), new("Address", 3));
        foreach (var link in links)
        {
            table.Add(
                (string)link!["did"]!, (string)link["state"]!, Milliseconds((double?)link["rttMs"]),
                Size((long)link["bytesSent"]!), Size((long)link["bytesReceived"]!), (string?)link["address"] ?? "");
        }

        return table.Lines(width);
    }

    /// <summary>Of each link that is not ready, why, and what to do.</summary>
    public static void ShowWhy(TextWriter terminal, JsonArray links, KnownNames names)
    {
        foreach (var link in links.Where(link => link!["why"] is not null))
        {
            terminal.WriteLine();
            terminal.WriteLine(Visible.Line($"The link to {names.Of((string)link!["did"]!)} is {link["state"]}: {link["why"]}"));
            foreach (var pair in link["pairs"]!.AsArray()) terminal.WriteLine(Visible.Line($"    {pair}"));
        }
    }

    /// <summary>A count of bytes with its unit.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = bytes > 0 ? Math.Min((int)Math.Log(bytes, 1024), units.Length - 1) : 0;
        var value = bytes / Math.Pow(1024, unit);
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    private static string Milliseconds(double? value) =>
        value is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0.0} ms") : "";
}
