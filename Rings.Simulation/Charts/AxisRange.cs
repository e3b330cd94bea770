namespace Rings.Simulation.Charts;

/// <summary>What an axis shows.</summary>
/// <param name="Low">The value at its start.</param>
/// <param name="High">The value at its end.</param>
/// <param name="Ticks">The values that carry a label.</param>
/// <param name="Logarithmic">Whether equal steps are equal factors.</param>
internal sealed record AxisRange(double Low, double High, double[] Ticks, bool Logarithmic)
{
    /// <summary>Where a value lies: 0 at the start of the axis, 1 at its end; values outside are moved to the
    /// ends.</summary>
    public double Share(double value)
    {
        var share = Logarithmic
            ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low)
            : (value - Low) / (High - Low);
        return Math.Clamp(share, 0, 1);
    }
}
