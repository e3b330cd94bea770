namespace Rings.Protocol.Links;

/// <summary>
/// Waits that double, spread by a quarter so that those that fail together do not come back together.
/// </summary>
internal static class Backoff
{
    private const int MostDoublings = 20;

    /// <summary>The wait after some failures: at most the longest, and exactly that once doubling reaches it.</summary>
    /// <param name="failures">Failures before; at least 0.</param>
    /// <param name="shortest">The first wait; more than nothing.</param>
    /// <param name="longest">The longest.</param>
    /// <param name="random">Spreads it.</param>
    public static TimeSpan After(int failures, TimeSpan shortest, TimeSpan longest, Random random)
    {
        var wait = shortest * Math.Pow(2, Math.Min(failures, MostDoublings));
        return wait >= longest ? longest : wait * (0.75 + (random.NextDouble() / 2));
    }
}
