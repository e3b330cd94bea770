using System.Globalization;

namespace Rings.Benchmarks.Streams;

/// <summary>
/// One stream direct, over one relay process and over two, beside a bare data channel: by turns in one run, so that only
/// ratios of what was measured seconds apart count. Prints each run, and the medians with their goals.
/// </summary>
internal static class BulkRows
{
    private static readonly string[] Names = ["bare", "direct", "one relay", "two relays"];

    /// <summary>Runs it.</summary>
    /// <param name="runs">How often each is measured.</param>
    /// <param name="seconds">How long, each time.</param>
    /// <param name="only">How many of bare, direct, one relay, two relays: 2 to 4.</param>
    public static async Task<int> RunAsync(string runs, string seconds, string only = "4")
    {
        var (count, time) = (int.Parse(runs, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture));
        var all = new List<IBulk> { await BarePair.StartAsync() };
        try
        {
            for (var relays = 0; all.Count < int.Parse(only, CultureInfo.InvariantCulture); relays++)
                all.Add(await StreamChain.StartAsync(relays));
            // What is compiled at first use, and windows that have to grow, are no matter of these figures.
            foreach (var bulk in all) await bulk.FloodAsync(Math.Max(2, time));
            var rows = all.ConvertAll(_ => new List<BulkFigures>());
            for (var run = 0; run < count; run++)
            {
                for (var number = 0; number < all.Count; number++)
                    rows[number].Add(await BulkFigures.MeasureAsync(all[number], time));
                Console.WriteLine($"run {run + 1}: {string.Join("; ", rows.Select((row, number) => $"{Names[number]} {row[^1]}"))}");
            }

            Print(rows);
        }
        finally
        {
            foreach (var bulk in all) bulk.Dispose();
        }

        return 0;
    }

    private static void Print(List<List<BulkFigures>> rows)
    {
        var bare = rows[0];
        Console.WriteLine(FormattableString.Invariant(
            $"\nB {Median(bare.Select(run => run.Cost)):0.00} ms per MB, R {Median(bare.Select(run => run.Rate)):0} MB/s, medians of {bare.Count}\n"));
        Console.WriteLine("| what | figure | against the bare channel | goal |");
        Console.WriteLine("| --- | --- | --- | --- |");
        string[] goals = ["", "0.60", "0.33", "0.23"];
        for (var number = 1; number < rows.Count; number++)
        {
            var row = rows[number];
            Line($"{Names[number]}: MB/s", row.Select(run => run.Rate), row.Zip(bare, (run, beside) => run.Rate / beside.Rate), "≥ " + goals[number]);
            if (number == 1) Line("direct: ms of processor time per MB, all processes", row.Select(run => run.Cost), row.Zip(bare, (run, beside) => run.Cost / beside.Cost), "≤ 1.5");
            else Line($"{Names[number]}: ms per MB of a relay", row.Select(run => run.RelayCost), row.Zip(bare, (run, beside) => run.RelayCost / beside.Cost), "≤ 1.25");
        }
    }

    private static void Line(string what, IEnumerable<double> figures, IEnumerable<double> ratios, string goal) => Console.WriteLine(
        FormattableString.Invariant($"| {what} | {Median(figures):0.00} | {Median(ratios):0.00} × | {goal} × |"));

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
