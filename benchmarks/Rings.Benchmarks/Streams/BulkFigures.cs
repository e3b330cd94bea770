namespace Rings.Benchmarks.Streams;

/// <summary>What one flood came to.</summary>
/// <param name="Rate">MB/s.</param>
/// <param name="Cost">Processor time of all processes, in ms per MB.</param>
/// <param name="RelayCost">The same of one relay, on average; 0: there is none.</param>
internal readonly record struct BulkFigures(double Rate, double Cost, double RelayCost)
{
    /// <summary>Floods once and looks at the clocks of all processes before and after.</summary>
    public static async Task<BulkFigures> MeasureAsync(IBulk bulk, double seconds)
    {
        var before = Clocks(bulk);
        var (bytes, took) = await bulk.FloodAsync(seconds);
        var used = Clocks(bulk).Zip(before, (now, then) => (now - then).TotalMilliseconds).ToArray();
        var (megabytes, relays) = (bytes / 1e6, used.Length - 2);
        return new(megabytes / took, used.Sum() / megabytes, relays > 0 ? used[1..^1].Sum() / relays / megabytes : 0);
    }

    public override string ToString() => FormattableString.Invariant($"{Rate:0} MB/s, {Cost:0.00} ms/MB");

    private static TimeSpan[] Clocks(IBulk bulk) => [.. bulk.Processes.Select(process => process.Processor)];
}
