namespace Rings.Simulation.Measures;

/// <summary>Counts of small whole numbers, such as hops.</summary>
internal sealed class Histogram
{
    private long[] _counts = new long[16];

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public long Sum { get; private set; }

    /// <summary>The mean; 0 of none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>The greatest value; 0 of none.</summary>
    public int Max { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <param name="value">Not negative.</param>
    public void Add(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value >= _counts.Length) Array.Resize(ref _counts, Math.Max(value + 1, _counts.Length * 2));
        _counts[value]++;
        Count++;
        Sum += value;
        Max = Math.Max(Max, value);
    }

    /// <summary>How often a value was added.</summary>
    /// <param name="value">The value.</param>
    public long this[int value] => value >= 0 && value < _counts.Length ? _counts[value] : 0;

    /// <summary>The least value that at least a share of all values does not exceed; 0 of none.</summary>
    /// <param name="share">0 to 1; 0.99 for the 99th percentile.</param>
    public int Percentile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var value = 0; value < _counts.Length; value++)
            if ((seen += _counts[value]) >= wanted) return value;
        return 0;
    }
}
