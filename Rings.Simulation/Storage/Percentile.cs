namespace Rings.Simulation.Storage;

/// <summary>Percentiles of measured numbers.</summary>
internal static class Percentile
{
    /// <summary>The least of the values that at least a share of them does not exceed; 0 of none.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered.Length == 0 ? 0 : ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Length) - 1)];
    }
}
