using System.Collections.Immutable;
using System.Numerics;
using Rings.Protocol;

namespace Rings.Sovereign.Words;

/// <summary>One share of SLIP-39 as words: for paper.</summary>
internal sealed record PaperShare(PaperSet Set, int GroupIndex, int MemberIndex, int MemberThreshold, ImmutableArray<byte> Value)
{
    /// <summary>Words of a share of the shortest secret, 128 bits.</summary>
    public const int MinWords = 20;

    private const int HeadWords = 4;
    private const int MaxPaddingBits = 8;

    /// <summary>Reads a share.</summary>
    /// <exception cref="ProtocolException">A word is unknown, too few words, a wrong checksum, padding or threshold.</exception>
    public static PaperShare Read(string mnemonic)
    {
        var texts = mnemonic.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length < MinWords) throw new ProtocolException("words", $"at least {MinWords} words");
        var words = texts.Select(text => WordList.TryFind(text, out var word)
            ? word
            : throw new ProtocolException("words", $"words of SLIP-39's list; '{text}' is none")).ToArray();
        var head = words[..HeadWords].Aggregate(0UL, (bits, word) => (bits << WordList.BitsPerWord) | (uint)word);
        int Bits(int from, int count) => (int)(head >> (40 - from - count)) & ((1 << count) - 1);
        var set = new PaperSet(Bits(0, 15), Bits(15, 1) == 1, Bits(16, 4), Bits(24, 4) + 1, Bits(28, 4) + 1);
        if (!Rs1024.Verify(set.IsExtendable, words)) throw new ProtocolException("words", "their checksum: a word is wrong");
        if (set.GroupThreshold > set.GroupCount)
            throw new ProtocolException("words", "a group threshold of at most the number of groups");
        return new(set, Bits(20, 4), Bits(32, 4), Bits(36, 4) + 1, Unpack(words[HeadWords..^Rs1024.Words]));
    }

    /// <summary>The words.</summary>
    public string ToMnemonic()
    {
        var head = ((ulong)Set.Identifier << 25) | ((Set.IsExtendable ? 1UL : 0) << 24) | ((ulong)Set.IterationExponent << 20)
            | ((ulong)GroupIndex << 16) | ((ulong)(Set.GroupThreshold - 1) << 12) | ((ulong)(Set.GroupCount - 1) << 8)
            | ((ulong)MemberIndex << 4) | (uint)(MemberThreshold - 1);
        int[] words = [.. Pack(head, HeadWords), .. Pack(
            new BigInteger(Value.AsSpan(), isUnsigned: true, isBigEndian: true), WordsOf(Value.Length))];
        return string.Join(' ', words.Concat(Rs1024.Of(Set.IsExtendable, words)).Select(WordList.WordOf));
    }

    private static int WordsOf(int bytes) => ((bytes * 8) + WordList.BitsPerWord - 1) / WordList.BitsPerWord;

    private static IEnumerable<int> Pack(BigInteger bits, int words) => Enumerable.Range(0, words)
        .Select(at => (int)((bits >> ((words - 1 - at) * WordList.BitsPerWord)) & 1023));

    private static ImmutableArray<byte> Unpack(int[] words)
    {
        var padding = words.Length * WordList.BitsPerWord % 16;
        var bytes = ((words.Length * WordList.BitsPerWord) - padding) / 8;
        var bits = words.Aggregate(BigInteger.Zero, (sum, word) => (sum << WordList.BitsPerWord) | word);
        if (padding > MaxPaddingBits || bits >> (bytes * 8) != 0)
            throw new ProtocolException("words", "a secret of an even number of bytes, with zeros before it");
        var value = bits.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[bytes - value.Length], .. value];
    }
}
