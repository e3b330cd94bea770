using System.Globalization;

namespace Rings.TestKit;

/// <summary>Which seeds a test runs with, as the environment says.</summary>
public static class RingSeeds
{
    /// <summary>The variable that names the one seed to run: of a run that failed.</summary>
    public const string SeedVariable = "RINGS_SEED";

    /// <summary>
    /// The variable that says with how many seeds, from 1 on, a test of many seeds runs; or from which to which, such as
    /// <c>501-1000</c>, so that several processes or machines share them.
    /// </summary>
    public const string CountVariable = "RINGS_SEEDS";

    /// <summary>The seeds to run: the one of <c>RINGS_SEED</c>, else those of <c>RINGS_SEEDS</c>.</summary>
    /// <param name="count">How many, from 1 on, where the environment says nothing; 1 and up.</param>
    /// <exception cref="FormatException">A variable is no number of its range.</exception>
    public static IEnumerable<int> All(int count) => Named(count, Variable(SeedVariable), Variable(CountVariable));

    /// <summary>The seed of a test that names its own: <c>RINGS_SEED</c> takes its place.</summary>
    /// <exception cref="FormatException">The variable is no number.</exception>
    public static int Of(int seed) => Variable(SeedVariable) is { } text ? Number(SeedVariable, text, int.MinValue) : seed;

    /// <summary>The seeds to run where the variables have these texts; null: the variable is not set.</summary>
    internal static IEnumerable<int> Named(int count, string? one, string? many)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (one is not null) return [Number(SeedVariable, one, int.MinValue)];
        if (many is null) return Enumerable.Range(1, count);
        if (many.Split('-') is not [var from, var to]) return Enumerable.Range(1, Number(CountVariable, many, 1));
        var first = Number(CountVariable, from, 1);
        return Enumerable.Range(first, Number(CountVariable, to, first) - first + 1);
    }

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

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    private static int Number(string variable, string text, int least) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{variable}: '{text}' is no number from {least} on.");
}
