using System.Globalization;

namespace Rings.TestKit;

/// <summary>Which seeds a test runs with, as the environment says.</summary>
public static class RingSeeds
{
    /// <summary>The variable that names the one seed to run: of a run that failed.</summary>
    public const string SeedVariable = "RINGS_SEED";

    /// <summary>The variable that says with how many seeds, from 1 on, a test of many seeds runs.</summary>
    public const string CountVariable = "RINGS_SEEDS";

    /// <summary>The seeds to run: the one of <c>RINGS_SEED</c>, else from 1 to <c>RINGS_SEEDS</c>.</summary>
    /// <param name="count">How many where the environment says nothing, 1 and up.</param>
    /// <exception cref="FormatException">A variable is no number of its range.</exception>
    public static IEnumerable<int> All(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Read(SeedVariable, int.MinValue) is { } seed ? [seed] : Enumerable.Range(1, Read(CountVariable, 1) ?? count);
    }

    /// <summary>The seed of a test that names its own: <c>RINGS_SEED</c> takes its place.</summary>
    /// <exception cref="FormatException">The variable is no number.</exception>
    public static int Of(int seed) => Read(SeedVariable, int.MinValue) ?? seed;

    /// <summary>Runs a body once with each seed of <see cref="All"/>, and stops at the first that fails.</summary>
    /// <param name="count">How many where the environment says nothing.</param>
    /// <param name="test">Which test this is, for the line that replays it: namespace, class and method.</param>
    /// <param name="body">The test. It may take <see cref="RingHistory.Test"/> from <paramref name="test"/>.</param>
    /// <exception cref="RingSeedException">The body failed: the message names the seed and the line that replays it.</exception>
    public static void Run(int count, string test, Action<int> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(test);
        ArgumentNullException.ThrowIfNull(body);
        foreach (var seed in All(count))
        {
            try
            {
                body(seed);
            }
            catch (Exception failure)
            {
                throw new RingSeedException(seed, test, failure);
            }
        }
    }

    private static int? Read(string variable, int least)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text)) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{variable}={text} is no number from {least} on.");
    }
}
