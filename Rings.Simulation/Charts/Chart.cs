namespace Rings.Simulation.Charts;

/// <summary>A chart: what to draw, not how. <see cref="SvgChart"/> draws it.</summary>
/// <param name="Title">What it shows, as a phrase.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">What is drawn, the first at the back; at most six.</param>
internal sealed record Chart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series)
{
    /// <summary>A line below the title: the set-up, such as nodes, seed and command.</summary>
    public string Subtitle { get; init; } = "";
}
