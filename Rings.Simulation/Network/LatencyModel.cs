using Rings.Simulation.Engine;

namespace Rings.Simulation.Network;

/// <summary>How long a message is under way: a distribution given by its quantiles, straight lines between
/// them.</summary>
/// <remarks>Whole microseconds and integer arithmetic, so that a seed replays on any processor.</remarks>
internal sealed class LatencyModel
{
    private readonly long[] _quantiles;

    private LatencyModel(string name, params long[] quantiles) => (Name, _quantiles) = (name, quantiles);

    /// <summary>What the scenario files call it.</summary>
    public string Name { get; }

    /// <summary>One machine or one room: 0.1 to 2 ms.</summary>
    public static LatencyModel Lan { get; } = new("lan", 100, 200, 300, 400, 600, 2_000);

    /// <summary>
    /// Hosts all over the internet, one way: median 45 ms, 90 % below 120 ms, a tail to 400 ms. The shape of published
    /// host-to-host measurements (King, Gummadi et al. 2002), rounded.
    /// </summary>
    public static LatencyModel Wan { get; } =
        new("wan", 2_000, 10_000, 18_000, 26_000, 35_000, 45_000, 56_000, 68_000, 85_000, 120_000, 400_000);

    /// <summary>Every message takes the same time.</summary>
    /// <param name="time">The time; not negative.</param>
    public static LatencyModel Constant(TimeSpan time) => Uniform(time, time);

    /// <summary>Every time between two bounds is as likely as another.</summary>
    /// <param name="low">The shortest; not negative.</param>
    /// <param name="high">The longest; not below <paramref name="low"/>.</param>
    public static LatencyModel Uniform(TimeSpan low, TimeSpan high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(low, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return new("uniform", Microseconds(low), Microseconds(high));
    }

    /// <summary>A time.</summary>
    /// <param name="random">Where chance comes from.</param>
    public TimeSpan Draw(ref SplitRandom random)
    {
        if (_quantiles[0] == _quantiles[^1]) return Span(_quantiles[0]);
        var position = random.Next(_quantiles.Length - 1);
        return Span(random.Next(_quantiles[position], _quantiles[position + 1]));
    }

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Span(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);
}
