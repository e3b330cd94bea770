using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Rings.Simulation.Charts;

namespace Rings.Simulation.Reports;

/// <summary>Where a run leaves its files; without a folder it leaves none.</summary>
/// <param name="path">The folder, made when first needed; null for none.</param>
internal sealed class ResultFolder(string? path)
{
    /// <summary>Writes a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its text.</param>
    public void Write(string name, string text)
    {
        if (path is null) return;
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, name), text);
    }

    /// <summary>Writes a chart as SVG.</summary>
    /// <param name="name">Its name, without the ending.</param>
    /// <param name="chart">The chart.</param>
    public void Write(string name, Chart chart) => Write($"{name}.svg", SvgChart.Draw(chart));

    /// <summary>Writes one JSON object a line.</summary>
    internal void WriteLines<T>(string name, IEnumerable<T> lines, JsonTypeInfo<T> type) =>
        Write($"{name}.jsonl", string.Concat(lines.Select(line => JsonSerializer.Serialize(line, type) + "\n")));
}
