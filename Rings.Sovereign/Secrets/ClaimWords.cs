using System.Buffers.Binary;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Words;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// Four words that a claimant says and a guardian's person types: the first 40 bits of a hash that neither side chooses
/// alone, for the claimant is bound before the guardian's nonce is drawn.
/// </summary>
/// <param name="Bits">40 bits.</param>
public readonly record struct ClaimWords(ulong Bits)
{
    /// <summary>How many words.</summary>
    public const int Count = 4;

    /// <summary>The words of a claim.</summary>
    /// <param name="commitment">What the claim was bound to.</param>
    /// <param name="random">What the claimant opened.</param>
    /// <param name="nonce">What the guardian drew.</param>
    public static ClaimWords Of(Bytes32 commitment, Bytes32 random, Bytes32 nonce)
    {
        var hash = TaggedHash.Of(
            "rings/1 secret words", commitment.ToByteArray(), random.ToByteArray(), nonce.ToByteArray());
        return new(BinaryPrimitives.ReadUInt64BigEndian(hash) >> (64 - (Count * WordList.BitsPerWord)));
    }

    /// <summary>Reads words that were typed.</summary>
    /// <returns>False where they are not four words of the list.</returns>
    public static bool TryParse(IReadOnlyList<string> words, out ClaimWords parsed)
    {
        ArgumentNullException.ThrowIfNull(words);
        var bits = 0UL;
        parsed = default;
        if (words.Count != Count) return false;
        foreach (var word in words)
        {
            if (!WordList.TryFind(word, out var number)) return false;
            bits = (bits << WordList.BitsPerWord) | (uint)number;
        }

        parsed = new(bits);
        return true;
    }

    /// <summary>The words, with a blank between them.</summary>
    public override string ToString()
    {
        var bits = Bits;
        return string.Join(' ', Enumerable.Range(0, Count).Select(at =>
            WordList.WordOf((int)(bits >> ((Count - 1 - at) * WordList.BitsPerWord)) & 1023)));
    }
}
