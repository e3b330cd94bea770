using System.Numerics;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// Hides how long a text is but for its step (Padmé: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
/// and Communication with PURBs", PETS 2019): at most 12 % more. The byte 0x80 and zeros follow the text.
/// </summary>
internal static class TextPadding
{
    private const byte Mark = 0x80;

    /// <summary>How long a text is with its mark and padding.</summary>
    /// <param name="length">Bytes of the text.</param>
    /// <param name="most">No more than this: at least the text and its mark.</param>
    public static int PaddedLength(int length, int most)
    {
        var marked = length + 1;
        if (marked < 2) return marked;
        var exponent = BitOperations.Log2((uint)marked);
        var mask = (1 << (exponent - BitOperations.Log2((uint)exponent) - 1)) - 1;
        return Math.Min((marked + mask) & ~mask, most);
    }

    /// <summary>Writes a text with its mark and padding over all of the target.</summary>
    public static void Write(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        target[text.Length] = Mark;
        target[(text.Length + 1)..].Clear();
    }

    /// <summary>How long the text in a padded one is; false where it has no mark.</summary>
    public static bool TryRead(ReadOnlySpan<byte> padded, out int length)
    {
        length = padded.LastIndexOfAnyExcept((byte)0);
        return length >= 0 && padded[length] == Mark;
    }
}
