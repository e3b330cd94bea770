namespace Rings.Simulation.Charts;

/// <summary>One axis of a chart.</summary>
/// <param name="Label">What is measured, with its unit.</param>
/// <param name="Logarithmic">Whether equal steps are equal factors; all values are then positive.</param>
internal sealed record Axis(string Label, bool Logarithmic = false)
{
    private const int WantedTicks = 6;

    /// <summary>The lowest value shown; null leaves it to the data (and to 0 on a linear axis).</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest value shown; null leaves it to the data.</summary>
    public double? Maximum { get; init; }

    /// <summary>The range that holds all values, with round ends.</summary>
    internal AxisRange Fit(IEnumerable<double> values)
    {
        var shown = values.Where(value => !Logarithmic || value > 0).DefaultIfEmpty(1).ToArray();
        var low = Minimum ?? (Logarithmic ? shown.Min() : Math.Min(0, shown.Min()));
        var high = Maximum ?? shown.Max();
        return Logarithmic ? LogRange(low, high) : LinearRange(low, Math.Max(high, low + 1e-9));
    }

    private static AxisRange LinearRange(double low, double high)
    {
        var step = RoundStep((high - low) / WantedTicks);
        var first = Math.Floor(low / step);
        var last = Math.Ceiling((high / step) - 1e-9);
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step).ToArray();
        return new AxisRange(ticks[0], ticks[^1], ticks, Logarithmic: false);
    }

    private static AxisRange LogRange(double low, double high)
    {
        var first = (int)Math.Floor(Math.Log10(low) + 1e-9);
        var last = Math.Max((int)Math.Ceiling(Math.Log10(high) - 1e-9), first + 1);
        var ticks = Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power)).ToArray();
        return new AxisRange(ticks[0], ticks[^1], ticks, Logarithmic: true);
    }

    // 1, 2 or 5 times a power of ten: steps that people count in.
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var lead = step / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
