using Rings.Simulation.Charts;
using Rings.Simulation.Experiments;
using Rings.Simulation.Reports;

namespace Rings.Simulation.Tests.World;

public sealed class ExperimentSpecs
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Chords_table_of_failures_is_met_at_its_ends(double failed)
    {
        var row = ChordFailures.Run(1000, failed, 2000, seed: 2);

        Assert.NotNull(row.PublishedHops);
        Assert.True(row.IsAtMostPublished, row.ToString());
        Assert.Equal(0, row.FailuresPer10000);
    }

    [Fact]
    public void Hops_are_few_with_chords_links_and_fewer_with_the_budget_spent()
    {
        var chord = ChordFailures.Run(1000, 0, 2000, seed: 3);
        var longLinks = ChordFailures.Run(1000, 0, 2000, seed: 3, longLinks: true);

        Assert.InRange(chord.MeanHops, 1, 2.9);
        Assert.InRange(longLinks.MeanHops, 1, 2.5);
        Assert.InRange(longLinks.LinksPerNode, chord.LinksPerNode, 96);
    }

    [Fact]
    public void Churn_fails_no_more_than_published()
    {
        var row = ChordChurn.Run(200, 0.1, 400, seed: 1, graceful: false);

        Assert.InRange(row.FailuresPer10000, 0, 100);
        Assert.Null(row.PublishedHops);
    }

    [Fact]
    public void The_rust_nodes_figures_are_met_at_a_tenth_failed()
    {
        var row = RustFigures.Failures(1600, 0.1, seed: 1);

        Assert.Equal(98.2, row.PublishedFailures);
        Assert.True(row.IsAtMostPublished, row.ToString());
    }

    [Fact]
    public void State_and_hops_grow_with_the_logarithm()
    {
        var points = new[] { 30, 300 }.Select(size => ScaleCurve.Run(size, 1, longLinks: false)).ToArray();

        Assert.All(points, point => Assert.Equal(0, point.Row.FailuresPer10000));
        Assert.InRange(points[1].Row.MeanHops - points[0].Row.MeanHops, 0.2, 2);
        Assert.Equal(2, Tables.Scale(points).Count);
        Assert.StartsWith("<svg", SvgChart.Draw(ReportCharts.HopsByNodes(points, [])), StringComparison.Ordinal);
        Assert.StartsWith("<svg", SvgChart.Draw(ReportCharts.StateByNodes(points)), StringComparison.Ordinal);
        Assert.Equal([10, 30, 100], ScaleCurve.Sizes(100));
    }

    [Fact]
    public void A_cell_above_the_published_one_is_seen()
    {
        var row = ChordFailures.Run(60, 0, 100, seed: 1);

        Assert.True(row.IsAtMostPublished);
        Assert.False((row with { PublishedHops = row.MeanHops - 0.01 }).IsAtMostPublished);
        Assert.False((row with { PublishedFailures = row.FailuresPer10000 - 1 }).IsAtMostPublished);
        Assert.Equal(1, Tables.Comparison("x", [row]).Count);
    }
}
