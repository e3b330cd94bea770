using System.Xml.Linq;
using Rings.Simulation.Charts;

namespace Rings.Simulation.Tests.Charts;

public sealed class SvgChartSpecs
{
    private static readonly Chart Sample = new("Hops <by> size", new("nodes", Logarithmic: true), new("hops"),
    [
        new("mean", [(10, 1), (100, 2), (1000, 3)]),
        new("theory", [(10, 1.5), (1000, 4)], SeriesStyle.Dashed),
        new("many", [(10, 1), (1000, 2)], SeriesStyle.Thin),
    ]);

    [Fact]
    public void A_chart_is_well_formed_and_names_no_address_but_its_own_namespace()
    {
        var svg = SvgChart.Draw(Sample);

        Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
        Assert.Single(svg.Split("http://").Skip(1));
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_chart_is_the_same_text() => Assert.Equal(SvgChart.Draw(Sample), SvgChart.Draw(Sample));

    [Fact]
    public void Titles_labels_and_legends_are_text_in_it()
    {
        var texts = XDocument.Parse(SvgChart.Draw(Sample)).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();

        string[] wanted = ["Hops <by> size", "nodes", "hops", "mean", "theory", "10", "100", "1,000"];
        Assert.Empty(wanted.Except(texts));
    }

    [Fact]
    public void Every_mark_lies_within_the_page()
    {
        var bars = Sample with { Series = [new("", [(0, 0), (1, 5), (2, 3)], SeriesStyle.Bars)], X = new("hops") };
        foreach (var chart in new[] { Sample, bars })
        {
            var marks = XDocument.Parse(SvgChart.Draw(chart)).Descendants()
                .Where(element => element.Name.LocalName is "circle" or "rect").Attributes()
                .Where(attribute => attribute.Name.LocalName is "cx" or "cy" or "x" or "y");
            Assert.All(marks, mark => Assert.InRange((double)mark, 0, 720));
        }
    }

    [Theory]
    [InlineData(0, 9.3, 10)]
    [InlineData(0, 0.42, 0.5)]
    [InlineData(0, 5161, 6000)]
    public void A_linear_axis_ends_at_a_round_number(double low, double high, double end)
    {
        var range = new Axis("y").Fit([low, high]);

        Assert.Equal(end, range.High, 9);
        Assert.Equal(0, range.Low);
        Assert.Equal(1, range.Share(1e9));
    }

    [Fact]
    public void An_axis_without_values_is_still_an_axis() => Assert.Equal(1, new Axis("y").Fit([]).High);
}
