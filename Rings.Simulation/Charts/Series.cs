namespace Rings.Simulation.Charts;

/// <summary>How a series is drawn.</summary>
internal enum SeriesStyle
{
    /// <summary>A line through the points, each marked.</summary>
    Line,

    /// <summary>A line without marks: many points.</summary>
    Thin,

    /// <summary>A broken line without marks: a reference, such as a published curve.</summary>
    Dashed,

    /// <summary>A bar for each point, from zero up.</summary>
    Bars,
}

/// <summary>Values that belong together.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">The values, in the order of the line.</param>
/// <param name="Style">How they are drawn.</param>
internal sealed record Series(
    string Name, IReadOnlyList<(double X, double Y)> Points, SeriesStyle Style = SeriesStyle.Line);
