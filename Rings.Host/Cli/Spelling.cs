namespace Rings.Host.Cli;

/// <summary>What somebody meant who mistyped.</summary>
internal static class Spelling
{
    private const int NearEnough = 2;
    private const int Beginning = 3;

    /// <summary>The one of the known words that is nearest; null where none is near.</summary>
    /// <param name="known">Words that could have been meant.</param>
    /// <param name="typed">What was typed.</param>
    public static string? Nearest(IEnumerable<string> known, string typed)
    {
        var words = known.ToList();
        var near = words.Select(word => (Word: word, Distance: Distance(word, typed))).OrderBy(one => one.Distance).FirstOrDefault();
        return near.Word is { } found && near.Distance <= Math.Min(NearEnough, typed.Length / 2) ? found
            : words.FirstOrDefault(word => typed.Length > Beginning && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Letters to be put in, taken out, changed or swapped with the next (Damerau 1964, optimal alignment); their
    /// case does not count.</summary>
    public static int Distance(string one, string other)
    {
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) steps[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var change = IsSame(one[i - 1], other[j - 1]) ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j] + 1, steps[i, j - 1] + 1), steps[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && IsSame(one[i - 1], other[j - 2]) && IsSame(one[i - 2], other[j - 1]))
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[one.Length, other.Length];
    }

    private static bool IsSame(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
