namespace Rings.Host.Mail;

/// <summary>Which letter makes room for another: the oldest of the sender who has most. So who sends many pushes out their own.</summary>
internal static class LetterRules
{
    /// <summary>Letters at most.</summary>
    public const int MaxLetters = 1_000;

    /// <summary>Characters of all letters at most: they are held in memory too.</summary>
    public const long MaxCharacters = 4 * 1024 * 1024;

    /// <summary>The letters that are too many.</summary>
    /// <param name="letters">All that there are.</param>
    public static IReadOnlyList<Letter> TooMany(IEnumerable<Letter> letters)
    {
        var kept = letters.ToList();
        var gone = new List<Letter>();
        while (kept.Count > MaxLetters || kept.Sum(letter => (long)letter.Data.Length) > MaxCharacters)
        {
            var last = kept.GroupBy(letter => letter.From, StringComparer.OrdinalIgnoreCase)
                .MaxBy(group => group.Sum(letter => (long)letter.Data.Length) * MaxLetters + group.Count() * MaxCharacters)!
                .MinBy(letter => letter.Came)!;
            kept.Remove(last);
            gone.Add(last);
        }

        return gone;
    }
}
