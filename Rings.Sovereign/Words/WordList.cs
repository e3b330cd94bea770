using System.Collections.Immutable;

namespace Rings.Sovereign.Words;

/// <summary>The 1,024 words of SLIP-39: no two begin with the same four letters. A word stands for 10 bits.</summary>
internal static class WordList
{
    /// <summary>Bits that a word stands for.</summary>
    public const int BitsPerWord = 10;

    private const int Words = 1 << BitsPerWord;
    private const int PrefixLetters = 4;

    private static readonly ImmutableArray<string> All = Load();

    private static readonly Dictionary<string, int> Places =
        All.Select((word, place) => (word[..Math.Min(PrefixLetters, word.Length)], place)).ToDictionary();

    /// <summary>The word of a number.</summary>
    /// <param name="number">0 to 1,023.</param>
    public static string WordOf(int number) => All[number];

    /// <summary>The number of a word, in any case.</summary>
    /// <returns>False where the list has no such word.</returns>
    public static bool TryFind(string word, out int number)
    {
        ArgumentNullException.ThrowIfNull(word);
        var lower = word.ToLowerInvariant();
        return Places.TryGetValue(lower[..Math.Min(PrefixLetters, lower.Length)], out number) && All[number] == lower;
    }

    private static ImmutableArray<string> Load()
    {
        using var stream = typeof(WordList).Assembly.GetManifestResourceStream("Rings.Sovereign.slip39-words.txt")!;
        using var reader = new StreamReader(stream);
        ImmutableArray<string> words = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        return words.Length == Words ? words : throw new InvalidOperationException("The list has 1,024 words.");
    }
}
