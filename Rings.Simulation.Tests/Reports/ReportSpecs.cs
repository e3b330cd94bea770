using CsCheck;
using Rings.Simulation.Measures;
using Rings.Simulation.Reports;

namespace Rings.Simulation.Tests.Reports;

public sealed class ReportSpecs
{
    [Fact]
    public void A_histogram_equals_the_sorted_values() => Gen.Int[0, 60].Array[1, 200].Sample(values =>
    {
        var histogram = new Histogram();
        foreach (var value in values) histogram.Add(value);
        var sorted = values.Order().ToArray();

        return Math.Abs(histogram.Mean - values.Average()) < 1e-9
            && histogram.Max == sorted[^1]
            && histogram.Count == values.Length
            && histogram.Percentile(0.99) == sorted[(int)Math.Ceiling(0.99 * values.Length) - 1]
            && histogram.Percentile(0.5) == sorted[(int)Math.Ceiling(0.5 * values.Length) - 1]
            && histogram[sorted[0]] == values.Count(value => value == sorted[0]);
    });

    [Fact]
    public void An_empty_histogram_is_all_zero()
    {
        var histogram = new Histogram();

        Assert.Equal((0.0, 0, 0, 0L), (histogram.Mean, histogram.Max, histogram.Percentile(0.99), histogram[3]));
    }

    [Fact]
    public void A_table_is_markdown_with_equal_rows()
    {
        var table = new TextTable("name", "value");
        table.Add("a", "1");
        table.Add("longer", "12,345");

        var lines = table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("| name   |  value |", lines[0]);
        Assert.Equal("| ------ | -----: |", lines[1]);
        Assert.Equal("| longer | 12,345 |", lines[3]);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Add("only one"));
    }

    [Fact]
    public void A_folder_without_a_path_writes_nothing_and_one_with_a_path_is_made()
    {
        new ResultFolder(null).Write("x.txt", "text");
        var path = Directory.CreateTempSubdirectory().FullName;
        try
        {
            new ResultFolder(Path.Combine(path, "new")).Write("x.txt", "text");
            Assert.Equal("text", File.ReadAllText(Path.Combine(path, "new", "x.txt")));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
