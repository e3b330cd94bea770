namespace Rings.Protocol.Ring;

/// <summary>Spreads times, so that nodes do not beat in step.</summary>
/// <param name="random">Chance, from outside.</param>
internal readonly struct Jitter(Random random)
{
    /// <summary>From <paramref name="least"/> to <paramref name="most"/> times a span.</summary>
    public TimeSpan Spread(TimeSpan span, double least, double most) =>
        span * (least + (random.NextDouble() * (most - least)));

    /// <summary>A number from <paramref name="least"/> on, by up to <paramref name="width"/> more.</summary>
    public double Between(double least, double width) => least + (random.NextDouble() * width);
}
