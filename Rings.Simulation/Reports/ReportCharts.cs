using Rings.Simulation.Charts;
using Rings.Simulation.Experiments;
using Rings.Simulation.Invariants;
using Rings.Simulation.Runs;

namespace Rings.Simulation.Reports;

/// <summary>The charts of the results.</summary>
internal static class ReportCharts
{
    /// <summary>Mean and 99th percentile of the hops by the number of nodes.</summary>
    /// <param name="points">The curve with Chord's links only.</param>
    /// <param name="longLinks">The curve with further long links; may be empty.</param>
    public static Chart HopsByNodes(IReadOnlyList<ScalePoint> points, IReadOnlyList<ScalePoint> longLinks)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(longLinks);
        var series = new List<Series>
        {
            Curve("mean, Chord's links", points, point => point.Row.MeanHops),
            Curve("99th percentile", points, point => point.Row.P99Hops),
            Curve("½ log2 N (theory)", points, point => Math.Log2(point.Row.Nodes) / 2, SeriesStyle.Dashed),
        };
        if (longLinks.Count > 0)
            series.Add(Curve("mean, 96 links", longLinks, point => point.Row.MeanHops));
        return new("Hops of a look-up by the size of the ring", new("nodes", Logarithmic: true), new("hops"), series)
        {
            Subtitle = "ideal rings that maintain themselves; every hop counted, the last one too",
        };
    }

    /// <summary>Links and fingers per node by the number of nodes.</summary>
    /// <param name="points">The curve.</param>
    public static Chart StateByNodes(IReadOnlyList<ScalePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new("State of a node by the size of the ring", new("nodes", Logarithmic: true), new("entries"),
        [
            Curve("links", points, point => point.Row.LinksPerNode),
            Curve("fingers", points, point => point.Fingers),
            Curve("successors", points, point => point.Successors),
            Curve("log2 N", points, point => Math.Log2(point.Row.Nodes), SeriesStyle.Dashed),
        ]);
    }

    /// <summary>How many look-ups took how many hops.</summary>
    /// <param name="title">The set-up.</param>
    /// <param name="counts">Look-ups by hops, from none on.</param>
    public static Chart HopDistribution(string title, IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var total = Math.Max(1, counts.Sum());
        return new("Hops of look-ups", new("hops"), new("share of look-ups, %"),
            [new("", [.. counts.Select((count, hops) => ((double)hops, 100.0 * count / total))], SeriesStyle.Bars)])
        {
            Subtitle = title,
        };
    }

    /// <summary>Failures by the rate of joins and departures, ours and Chord's.</summary>
    /// <param name="crashing">Nodes that go crash.</param>
    /// <param name="leaving">Nodes that go say so; may be empty.</param>
    public static Chart FailuresByChurn(IReadOnlyList<ExperimentRow> crashing, IReadOnlyList<ExperimentRow> leaving)
    {
        ArgumentNullException.ThrowIfNull(crashing);
        ArgumentNullException.ThrowIfNull(leaving);
        var series = new List<Series>
        {
            Curve("nodes crash", crashing, row => row.FailuresPer10000),
            Curve("Chord, published", crashing, row => row.PublishedFailures ?? 0, SeriesStyle.Dashed),
        };
        if (leaving.Count > 0) series.Add(Curve("nodes leave", leaving, row => row.FailuresPer10000));
        var rates = new Axis("joins per second, and as many departures");
        return new("Failed look-ups under churn", rates, new("failures per 10,000"), series)
        {
            Subtitle = "1,000 nodes, a round every 15 to 45 s, one look-up per second",
        };
    }

    /// <summary>How a ring's tables became right.</summary>
    /// <param name="report">The run.</param>
    public static Chart Convergence(ScenarioReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new("Right tables over time", new("virtual seconds"), new("share of live nodes, %") { Maximum = 100 },
        [
            Share("heads", report, state => state.Heads),
            Share("lists", report, state => state.Lists),
            Share("predecessors", report, state => state.Predecessors),
        ])
        {
            Subtitle = $"{report.Scenario.Name}, {report.Scenario.Nodes} nodes, seed {report.Scenario.Seed}",
        };
    }

    /// <summary>Frames that a node sent, second by second.</summary>
    /// <param name="report">The run.</param>
    public static Chart Messages(ScenarioReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var points = report.Samples.Zip(report.Samples.Skip(1), (from, to) => (to.Seconds, Rate(from, to)));
        var series = new Series("", [.. points], SeriesStyle.Thin);
        return new("Messages per node", new("virtual seconds"), new("frames per node and second"), [series])
        {
            Subtitle = $"{report.Scenario.Name}, {report.Scenario.Nodes} nodes, seed {report.Scenario.Seed}",
        };
    }

    private static double Rate(in Sample from, in Sample to) =>
        (to.Frames - from.Frames) / (double)Math.Max(1, to.Alive) / Math.Max(1e-9, to.Seconds - from.Seconds);

    private static Series Share(string name, ScenarioReport report, Func<IdealState, int> right) => new(
        name,
        [.. report.Samples.Select(sample => (sample.Seconds, 100.0 * right(sample.State) / Math.Max(1, sample.Alive)))],
        SeriesStyle.Thin);

    private static Series Curve(
        string name, IEnumerable<ScalePoint> points, Func<ScalePoint, double> value, SeriesStyle style = SeriesStyle.Line) =>
        new(name, [.. points.Select(point => ((double)point.Row.Nodes, value(point)))], style);

    private static Series Curve(
        string name, IEnumerable<ExperimentRow> rows, Func<ExperimentRow, double> value, SeriesStyle style = SeriesStyle.Line) =>
        new(name, [.. rows.Select(row => (row.Parameter, value(row)))], style);
}
