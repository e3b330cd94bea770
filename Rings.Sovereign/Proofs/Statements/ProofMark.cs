namespace Rings.Sovereign.Proofs.Statements;

/// <summary>What a tag leaves with a verifier: the same one a second time is the same owner.</summary>
/// <param name="Words">For what the tag is.</param>
/// <param name="Tag">The tag, in hex: a point of 33 bytes, or a hash of 32.</param>
public readonly record struct ProofMark(string Words, string Tag)
{
    /// <summary>The most characters of words.</summary>
    public const int MaxWords = 100;

    /// <summary>Whether these are words that a tag may have: 1 to 100 printable characters of ASCII.</summary>
    public static bool IsWords(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Length is > 0 and <= MaxWords && words.All(letter => letter is >= ' ' and <= '~');
    }
}
