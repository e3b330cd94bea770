using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Rings.Host.Commands;

/// <summary>Shows links as a table that fits the terminal.</summary>
internal static class LinkTable
{
    /// <summary>Columns that a terminal needs for all that there is to show: a Did alone has 42.</summary>
    private const int Wide = 110;

    /// <summary>The table of what <c>listPeers</c> gave.</summary>
    /// <param name="links">The links.</param>
    /// <param name="width">The terminal's columns: a narrow one shows less, and each link on one line.</param>
    public static Table Of(JsonArray links, int width)
    {
        var isWide = width >= Wide;
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("Did").NoWrap()).AddColumn(new TableColumn("State").NoWrap());
        if (isWide)
        {
            foreach (var name in (string[])["RTT", "Sent", "Received"])
                table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("Address").NoWrap());
        foreach (var link in links) table.AddRow([.. Cells(link!, isWide).Select(Markup.Escape)]);
        return table;
    }

    private static IEnumerable<string> Cells(JsonNode link, bool isWide) =>
    [
        (string)link["did"]!,
        (string)link["state"]!,
        .. isWide
            ? (string[])[Milliseconds((double?)link["rttMs"]), Size((long)link["bytesSent"]!), Size((long)link["bytesReceived"]!)]
            : [],
        (string?)link["address"] ?? "",
    ];

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
