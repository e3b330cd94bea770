using System.CommandLine;
using System.Diagnostics;
using Rings.Simulation.Experiments;
using Rings.Simulation.Reports;

namespace Rings.Simulation.Commands;

/// <summary>Measures rings of growing size.</summary>
internal static class CurveCommand
{
    public static Command Create()
    {
        var largest = new Option<int>("--largest")
        {
            Description = "The largest ring.",
            DefaultValueFactory = _ => 100_000,
        };
        var longest = new Option<int>("--largest-long-links")
        {
            Description = "The largest ring that is measured with further long links too.",
            DefaultValueFactory = _ => 10_000,
        };
        var seed = CommonOptions.Seed();
        var folder = CommonOptions.Out();
        var command = new Command("curve", "Hops and state per node from 10 to 100,000 nodes.")
        {
            largest.Within(10, 100_000), longest.Within(0, 100_000), seed, folder,
        };
        command.SetAction(result => Run(
            result.GetValue(largest), result.GetValue(longest), result.GetValue(seed), new(result.GetValue(folder))));
        return command;
    }

    private static int Run(int largest, int longest, ulong seed, ResultFolder folder)
    {
        var points = Measure(ScaleCurve.Sizes(largest), seed, longLinks: false);
        var longLinks = Measure(ScaleCurve.Sizes(Math.Min(largest, longest)), seed, longLinks: true);
        Console.WriteLine($"Chord's links only (seed {seed})");
        Console.WriteLine(Tables.Scale(points));
        Console.WriteLine($"With the 96-link budget spent (seed {seed})");
        Console.WriteLine(Tables.Scale(longLinks));
        folder.WriteLines("scale", points.Concat(longLinks), ReportJson.Default.ScalePoint);
        folder.Write("hops-by-nodes", ReportCharts.HopsByNodes(points, longLinks));
        folder.Write("state-by-nodes", ReportCharts.StateByNodes(points));
        return points.Concat(longLinks).All(point => point.Row.FailuresPer10000 == 0) ? 0 : 1;
    }

    private static ScalePoint[] Measure(IEnumerable<int> sizes, ulong seed, bool longLinks) =>
    [
        .. sizes.Select(size =>
        {
            var clock = Stopwatch.StartNew();
            var point = ScaleCurve.Run(size, seed, longLinks);
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{size:#,0} nodes: {clock.Elapsed.TotalSeconds:0.0} s, {point.Events:#,0} events"));
            return point;
        }),
    ];
}
