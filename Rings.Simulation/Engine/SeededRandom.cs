namespace Rings.Simulation.Engine;

/// <summary>A <see cref="SplitRandom"/> for code that takes a <see cref="Random"/>. Every draw comes from the
/// seed.</summary>
/// <param name="source">The stream; copied.</param>
internal sealed class SeededRandom(SplitRandom source) : Random
{
    private SplitRandom _source = source;

    /// <inheritdoc/>
    public override int Next() => (int)_source.Next(0, int.MaxValue - 1);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : _source.Next(maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    /// <inheritdoc/>
    public override long NextInt64() => _source.Next(0, long.MaxValue - 1);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxValue, minValue);
        return minValue == maxValue ? minValue : _source.Next(minValue, maxValue - 1);
    }

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    public override float NextSingle() => (_source.NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => _source.Fill(buffer);

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer) => _source.Fill(buffer);

    /// <inheritdoc/>
    protected override double Sample() => _source.NextDouble();
}
