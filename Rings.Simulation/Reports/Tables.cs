using System.Globalization;
using Rings.Simulation.Experiments;
using Rings.Simulation.Runs;

namespace Rings.Simulation.Reports;

/// <summary>The tables that a console and docs/simulation.md show.</summary>
internal static class Tables
{
    /// <summary>Ours beside what was published.</summary>
    /// <param name="parameter">What the first column varies.</param>
    /// <param name="rows">The lines.</param>
    public static TextTable Comparison(string parameter, IEnumerable<ExperimentRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new TextTable(
            parameter, "mean hops", "published", "time-outs", "published", "failures/10,000", "published",
            "look-ups", "links/node");
        foreach (var row in rows)
            table.Add(
                Number(row.Parameter), Number(row.MeanHops), Number(row.PublishedHops), Number(row.TimeOuts),
                Number(row.PublishedTimeOuts), Number(row.FailuresPer10000), Number(row.PublishedFailures),
                Whole(row.LookUps), Number(row.LinksPerNode));
        return table;
    }

    /// <summary>The curve by size.</summary>
    /// <param name="points">The points.</param>
    public static TextTable Scale(IEnumerable<ScalePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var table = new TextTable(
            "nodes", "mean hops", "p99 hops", "wrong/10,000", "successors", "fingers", "links/node",
            "frames/node/min", "bytes/node");
        foreach (var point in points)
            table.Add(
                Whole(point.Row.Nodes), Number(point.Row.MeanHops), Whole(point.Row.P99Hops),
                Number(point.Row.FailuresPer10000), Number(point.Successors), Number(point.Fingers),
                Number(point.Row.LinksPerNode), Number(point.FramesPerNodeMinute), Whole(point.BytesPerNode));
        return table;
    }

    /// <summary>The outcome of scenarios.</summary>
    /// <param name="reports">The reports.</param>
    public static TextTable Scenarios(IEnumerable<ScenarioReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var table = new TextTable(
            "scenario", "nodes", "look-ups", "mean hops", "p99", "retries", "failures/10,000", "ideal after s",
            "frames/node/min", "events");
        foreach (var report in reports)
            table.Add(
                report.Scenario.Name, Whole(report.Scenario.Nodes), Whole(report.LookUps.Count),
                Number(report.LookUps.Hops.Mean),
                Whole(report.LookUps.Hops.Percentile(0.99)), Number(report.LookUps.MeanRetries),
                Number(report.LookUps.FailuresPer10000), Number(report.SecondsToIdeal),
                Number(report.FramesPerNodeMinute),
                Whole(report.Events));
        return table;
    }

    private static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
