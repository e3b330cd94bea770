using System.Buffers.Binary;

namespace Rings.Sovereign.Circuits;

/// <summary>SHA-256 (FIPS 180-4) as parts of circuits.</summary>
internal static class Sha256Circuit
{
    /// <summary>Bits of a block.</summary>
    public const int BlockBits = 512;

    /// <summary>Bits of a state, and of a hash.</summary>
    public const int StateBits = 256;

    /// <summary>The constants of the rounds.</summary>
    internal static readonly uint[] Rounds = Roots(64, cube: true);

    private static readonly uint[] Start = Roots(8, cube: false);

    private static readonly Lazy<CircuitPart> StartedBlock = new(() => Block(StartState()));
    private static readonly Lazy<CircuitPart> NextBlock = new(() => Block(null));

    /// <summary>A first block: 512 bits go in, the 256 of the state after it come out.</summary>
    public static CircuitPart First => StartedBlock.Value;

    /// <summary>A later block: 256 bits of state and 512 of the block go in.</summary>
    public static CircuitPart Next => NextBlock.Value;

    /// <summary>The state before the first block, 32 bytes.</summary>
    public static byte[] StartState()
    {
        var bytes = new byte[StateBits / 8];
        for (var i = 0; i < Start.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), Start[i]);
        return bytes;
    }

    /// <summary>A block with a state that is known to all.</summary>
    /// <param name="state">32 bytes; null: 256 bits go in before those of the block.</param>
    /// <param name="known">What the end of the block is known to be; those bits do not go in.</param>
    public static CircuitPart Block(byte[]? state, ReadOnlySpan<byte> known = default)
    {
        var stateBits = state is null ? StateBits : 0;
        var secret = BlockBits - (8 * known.Length);
        var builder = new CircuitBuilder(stateBits + secret);
        var block = Enumerable.Range(stateBits, secret).Concat(BitsOf(known)).ToArray();
        var before = state is null ? Enumerable.Range(0, StateBits).ToArray() : BitsOf(state);
        return builder.Finish(Compress(builder, before, block));
    }

    /// <summary>A whole text of one block, with its padding, of which the beginning is known to all.</summary>
    /// <param name="known">How the text begins.</param>
    /// <param name="secret">Bytes behind it, at most 55 with the beginning; their bits go in.</param>
    public static CircuitPart OneBlock(ReadOnlySpan<byte> known, int secret)
    {
        var length = known.Length + secret;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 55);
        var padding = new byte[(BlockBits / 8) - length];
        padding[0] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(padding.AsSpan(padding.Length - 4), 8 * length);
        var builder = new CircuitBuilder(8 * secret);
        int[] block = [.. BitsOf(known), .. Enumerable.Range(0, 8 * secret), .. BitsOf(padding)];
        return builder.Finish(Compress(builder, BitsOf(StartState()), block));
    }

    /// <summary>The compression function.</summary>
    /// <param name="builder">Where it is built.</param>
    /// <param name="state">256 wires.</param>
    /// <param name="block">512 wires.</param>
    /// <returns>256 wires.</returns>
    public static int[] Compress(CircuitBuilder builder, ReadOnlySpan<int> state, ReadOnlySpan<int> block)
    {
        var words = Schedule(builder, WordBuilder.FromBytes(block));
        var before = WordBuilder.FromBytes(state);
        var (a, b, c, d) = (before[0], before[1], before[2], before[3]);
        var (e, f, g, h) = (before[4], before[5], before[6], before[7]);
        for (var round = 0; round < Rounds.Length; round++)
        {
            var chosen = WordBuilder.Each(e, g, f, builder.Choose);
            var first = builder.Sum(
                WordBuilder.Constant(Rounds[round]), h, Turn(builder, e, 6, 11, 25), chosen, words[round]);
            var majority = WordBuilder.Each(a, b, c, builder.Majority);
            var next = builder.Sum(first, Turn(builder, a, 2, 13, 22), majority);
            (h, g, f, e) = (g, f, e, builder.Sum(d, first));
            (d, c, b, a) = (c, b, a, next);
        }

        int[][] after = [a, b, c, d, e, f, g, h];
        return WordBuilder.ToBytes([.. after.Select((word, i) => builder.Sum(before[i], word))]);
    }

    /// <summary>The bits of bytes, as constants.</summary>
    public static int[] BitsOf(ReadOnlySpan<byte> bytes)
    {
        var bits = new int[bytes.Length * 8];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (bytes[i / 8] >> (i % 8) & 1) != 0 ? CircuitBuilder.One : CircuitBuilder.Zero;
        return bits;
    }

    private static int[][] Schedule(CircuitBuilder builder, int[][] block)
    {
        var words = new int[Rounds.Length][];
        block.CopyTo(words, 0);
        for (var t = block.Length; t < words.Length; t++)
        {
            var (older, newer) = (words[t - 15], words[t - 2]);
            words[t] = builder.Sum(
                words[t - 16], words[t - 7],
                builder.Xor(WordBuilder.Rotate(older, 7), WordBuilder.Rotate(older, 18), WordBuilder.Shift(older, 3)),
                builder.Xor(WordBuilder.Rotate(newer, 17), WordBuilder.Rotate(newer, 19), WordBuilder.Shift(newer, 10)));
        }

        return words;
    }

    private static int[] Turn(CircuitBuilder builder, int[] word, int a, int b, int c) =>
        builder.Xor(WordBuilder.Rotate(word, a), WordBuilder.Rotate(word, b), WordBuilder.Rotate(word, c));

    /// <summary>The first 32 bits behind the point of the roots of the first primes: the constants of SHA-256.</summary>
    private static uint[] Roots(int count, bool cube)
    {
        var roots = new List<uint>();
        for (var number = 2; roots.Count < count; number++)
        {
            var isPrime = true;
            for (var divisor = 2; divisor * divisor <= number; divisor++) isPrime &= number % divisor != 0;
            if (isPrime) roots.Add(Root(number, cube));
        }

        return [.. roots];
    }

    /// <summary>floor(root of number · 2³²) mod 2³², bit by bit in whole numbers.</summary>
    private static uint Root(int number, bool cube)
    {
        System.Numerics.BigInteger root = 0, square = (System.Numerics.BigInteger)number << (cube ? 96 : 64);
        for (var bit = 36; bit >= 0; bit--)
        {
            var tried = root + (System.Numerics.BigInteger.One << bit);
            if ((cube ? tried * tried * tried : tried * tried) <= square) root = tried;
        }

        return (uint)(root & uint.MaxValue);
    }
}
