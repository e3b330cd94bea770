using System.Globalization;
using System.Net;
using System.Text;

namespace Rings.Simulation.Charts;

/// <summary>
/// Draws a chart as one SVG file that needs nothing else: no script, no font, no address. The colours follow the
/// reader's light or dark setting, and without one they suit a light page.
/// </summary>
internal static class SvgChart
{
    private const int Width = 720;
    private const int Height = 420;
    private const int Left = 64;
    private const int Right = 36;
    private const int Top = 84;
    private const int Bottom = 56;
    private const int LegendGap = 165;

    private const string Style = """
        <style>
        text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: #24292f }
        .title { font-size: 17px; font-weight: 600 } .quiet { font-size: 12px; fill: #57606a }
        .page { fill: #ffffff } .grid { stroke: #d8dee4; stroke-width: 1 } .axis { stroke: #57606a; stroke-width: 1 }
        .line { fill: none; stroke-width: 2.2; stroke-linejoin: round } .dashed { stroke-dasharray: 6 5 }
        .s0 { stroke: #0969da; fill: #0969da } .s1 { stroke: #bc4c00; fill: #bc4c00 }
        .s2 { stroke: #1a7f37; fill: #1a7f37 } .s3 { stroke: #8250df; fill: #8250df }
        .s4 { stroke: #bf3989; fill: #bf3989 } .s5 { stroke: #6e7781; fill: #6e7781 }
        .line.s0, .line.s1, .line.s2, .line.s3, .line.s4, .line.s5 { fill: none }
        .bar { stroke: none; fill-opacity: 0.75 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 } .quiet { fill: #9198a1 } .page { fill: #0d1117 } .grid { stroke: #2a313c }
        .axis { stroke: #9198a1 }
        .s0 { stroke: #4493f8; fill: #4493f8 } .s1 { stroke: #f0883e; fill: #f0883e }
        .s2 { stroke: #3fb950; fill: #3fb950 } .s3 { stroke: #ab7df8; fill: #ab7df8 }
        .s4 { stroke: #db61a2; fill: #db61a2 } .s5 { stroke: #9198a1; fill: #9198a1 }
        }
        </style>

        """;

    /// <summary>The SVG text of a chart, the same for the same chart on any machine.</summary>
    /// <param name="chart">The chart.</param>
    public static string Draw(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var x = chart.X.Fit(chart.Series.SelectMany(series => series.Points).Select(point => point.X));
        var y = chart.Y.Fit(chart.Series.SelectMany(series => series.Points).Select(point => point.Y));
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" """);
        Append(svg, $"""aria-label="{Escape(chart.Title)}">{'\n'}""").Append(Style);
        Append(svg, $"""<rect class="page" width="{Width}" height="{Height}"/>{'\n'}""");
        Text(svg, Left, 28, "start", chart.Title, "title");
        Text(svg, Left, 47, "start", chart.Subtitle, "quiet");
        Grid(svg, chart, x, y);
        for (var i = 0; i < chart.Series.Count; i++) Draw(svg, chart.Series[i], i, x, y);
        for (var i = 0; i < chart.Series.Count; i++) Legend(svg, chart.Series[i], i);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Grid(StringBuilder svg, Chart chart, AxisRange x, AxisRange y)
    {
        foreach (var tick in y.Ticks)
        {
            var at = Vertical(y, tick);
            Append(svg, $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{at:0.#}" y2="{at:0.#}"/>{'\n'}""");
            Text(svg, Left - 8, at + 4, "end", Label(tick), "quiet");
        }

        foreach (var tick in x.Ticks)
        {
            var at = Horizontal(x, tick);
            Append(svg, $"""<line class="axis" x1="{at:0.#}" x2="{at:0.#}" y1="{Height - Bottom}" """);
            Append(svg, $"""y2="{Height - Bottom + 5}"/>{'\n'}""");
            Text(svg, at, Height - Bottom + 20, "middle", Label(tick), "quiet");
        }

        Append(svg, $"""<path class="axis" fill="none" d="M{Left} {Top}V{Height - Bottom}H{Width - Right}"/>{'\n'}""");
        Text(svg, (Left + Width - Right) / 2.0, Height - 14, "middle", chart.X.Label, "");
        var middle = (Top + Height - Bottom) / 2;
        Append(svg, $"""<text text-anchor="middle" transform="translate(18 {middle}) rotate(-90)">""");
        svg.Append(Escape(chart.Y.Label)).Append("</text>\n");
    }

    private static void Draw(StringBuilder svg, Series series, int index, AxisRange x, AxisRange y)
    {
        if (series.Style == SeriesStyle.Bars)
        {
            Bars(svg, series, index, x, y);
            return;
        }

        var style = series.Style == SeriesStyle.Dashed ? "line dashed" : "line";
        Append(svg, $"""<path class="{style} s{index}" d="M""");
        svg.AppendJoin('L', series.Points.Select(point => Point(x, y, point))).Append("\"/>\n");
        if (series.Style != SeriesStyle.Line) return;
        foreach (var point in series.Points)
        {
            Append(svg, $"""<circle class="s{index}" r="3" cx="{Horizontal(x, point.X):0.#}" """);
            Append(svg, $"""cy="{Vertical(y, point.Y):0.#}"/>{'\n'}""");
        }
    }

    private static void Bars(StringBuilder svg, Series series, int index, AxisRange x, AxisRange y)
    {
        var room = (double)(Width - Left - Right) / Math.Max(1, series.Points.Count + 1);
        var width = Math.Clamp(room * 0.7, 1, 48);
        foreach (var point in series.Points)
        {
            var top = Vertical(y, point.Y);
            var middle = Horizontal(x, point.X);
            var left = Math.Max(Left, middle - (width / 2));
            Append(svg, $"""<rect class="bar s{index}" x="{left:0.#}" y="{top:0.#}" """);
            Append(svg, $"""width="{middle + (width / 2) - left:0.#}" height="{Height - Bottom - top:0.#}"/>{'\n'}""");
        }
    }

    private static void Legend(StringBuilder svg, Series series, int index)
    {
        if (series.Name.Length == 0) return;
        var left = Left + (index % 4 * LegendGap);
        var at = 64 + (index / 4 * 16);
        var style = series.Style == SeriesStyle.Dashed ? "line dashed" : "line";
        Append(svg, $"""<path class="{style} s{index}" d="M{left} {at}h24"/>{'\n'}""");
        Text(svg, left + 30, at + 4, "start", series.Name, "quiet");
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string style)
    {
        Append(svg, $"""<text class="{style}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">""");
        svg.Append(Escape(text)).Append("</text>\n");
    }

    private static string Point(AxisRange x, AxisRange y, (double X, double Y) point) => string.Create(
        CultureInfo.InvariantCulture, $"{Horizontal(x, point.X):0.#} {Vertical(y, point.Y):0.#}");

    private static double Horizontal(AxisRange range, double value) =>
        Left + (range.Share(value) * (Width - Left - Right));

    private static double Vertical(AxisRange range, double value) =>
        Height - Bottom - (range.Share(value) * (Height - Bottom - Top));

    private static string Label(double value) => value.ToString(
        Math.Abs(value) >= 1000 ? "#,0" : "0.###", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static StringBuilder Append(StringBuilder svg, FormattableString text) =>
        svg.Append(FormattableString.Invariant(text));
}
