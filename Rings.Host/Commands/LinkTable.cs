using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Rings.Host.Commands;

/// <summary>Shows links as a table that fits the terminal.</summary>
internal static class LinkTable
{
    /// <summary>The table of what <c>listPeers</c> gave.</summary>
    public static Table Of(JsonArray links)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("Did").NoWrap())
            .AddColumn("State")
            .AddColumn(new TableColumn("RTT").RightAligned())
            .AddColumn(new TableColumn("Sent").RightAligned())
            .AddColumn(new TableColumn("Received").RightAligned())
            .AddColumn("Address");
        foreach (var link in links)
        {
            table.AddRow(
                Markup.Escape((string)link!["did"]!),
                Markup.Escape((string)link["state"]!),
                Milliseconds((double?)link["rttMs"]),
                Size((long)link["bytesSent"]!),
                Size((long)link["bytesReceived"]!),
                Markup.Escape((string?)link["address"] ?? ""));
        }

        return table;
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
