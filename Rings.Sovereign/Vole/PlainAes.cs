using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>
/// AES-128 (FIPS 197) on 64 blocks at once: word 8·k + b holds bit b of byte k of each of them, so that all is logic on words
/// and the S-box is an inversion in GF(2⁸), not a table.
/// </summary>
internal static class PlainAes
{
    /// <summary>Blocks at once.</summary>
    public const int Width = 64;

    /// <summary>Round keys of a key.</summary>
    public const int RoundKeys = VoleShape.RoundKeys;

    private const int Words = 128;
    private const int Byte = 8;
    private const int StateBytes = 16;
    private const int Affine = 0x63;

    /// <summary>Computes the round keys of up to 64 keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="rounds">11 for each key.</param>
    public static void Schedule(ReadOnlySpan<Vector128<ulong>> keys, Span<Vector128<ulong>> rounds)
    {
        Span<ulong> words = stackalloc ulong[Words];
        Span<ulong> box = stackalloc ulong[Byte];
        Span<ulong> next = stackalloc ulong[Words];
        Gather(keys, words);
        var constant = 1;
        for (var round = 0; round < RoundKeys; round++)
        {
            Scatter(words, rounds, keys.Length, round);
            words.CopyTo(next);
            for (var row = 0; row < 4; row++)
            {
                words.Slice(Byte * (12 + ((row + 1) % 4)), Byte).CopyTo(box);
                Box(box);
                for (var bit = 0; bit < Byte; bit++)
                {
                    next[(Byte * row) + bit] ^= box[bit] ^ (row == 0 ? Everywhere(constant >> bit) : 0);
                    for (var column = 1; column < 4; column++)
                        next[(Byte * ((4 * column) + row)) + bit] ^= next[(Byte * ((4 * column) - 4 + row)) + bit];
                }
            }

            next.CopyTo(words);
            constant = (constant << 1) ^ ((constant >> 7) * 0x11B);
        }

        words.Clear();
        next.Clear();
    }

    /// <summary>Encrypts up to 64 blocks under one key.</summary>
    /// <param name="rounds">The key's 11 round keys.</param>
    /// <param name="blocks">Blocks, changed in place.</param>
    public static void Encrypt(ReadOnlySpan<Vector128<ulong>> rounds, Span<Vector128<ulong>> blocks)
    {
        Span<ulong> state = stackalloc ulong[Words];
        Span<ulong> turned = stackalloc ulong[Words];
        Gather(blocks, state);
        AddKey(state, rounds[0]);
        for (var round = 1; round < RoundKeys; round++)
        {
            for (var k = 0; k < StateBytes; k++) Box(state.Slice(Byte * k, Byte));
            // Row r turns by r columns.
            for (var k = 0; k < StateBytes; k++)
                state.Slice(Byte * ((k + (4 * (k % 4))) % StateBytes), Byte).CopyTo(turned[(Byte * k)..]);
            if (round == RoundKeys - 1) turned.CopyTo(state);
            else MixColumns(turned, state);
            AddKey(state, rounds[round]);
        }

        Scatter(state, blocks, blocks.Length, 0, every: 1);
        state.Clear();
        turned.Clear();
    }

    private static void AddKey(Span<ulong> state, Vector128<ulong> key)
    {
        for (var i = 0; i < Words; i++) state[i] ^= 0 - (key.GetElement(i / 64) >> (i % 64) & 1);
    }

    private static void MixColumns(ReadOnlySpan<ulong> from, Span<ulong> to)
    {
        for (var k = 0; k < StateBytes; k++)
        {
            var (column, row) = (k / 4 * 4, k % 4);
            var own = from.Slice(Byte * k, Byte);
            var next = from.Slice(Byte * (column + ((row + 1) % 4)), Byte);
            var third = from.Slice(Byte * (column + ((row + 2) % 4)), Byte);
            var fourth = from.Slice(Byte * (column + ((row + 3) % 4)), Byte);
            var high = own[7] ^ next[7];
            for (var bit = 0; bit < Byte; bit++)
            {
                // 2·own ⊕ 3·next ⊕ the others: twice the sum of the first two, and all but the own.
                var doubled = bit == 0 ? 0 : own[bit - 1] ^ next[bit - 1];
                if ((0x1B >> bit & 1) != 0) doubled ^= high;
                to[(Byte * k) + bit] = doubled ^ next[bit] ^ third[bit] ^ fourth[bit];
            }
        }
    }

    /// <summary>The S-box: x²⁵⁴, and then a linear map and a constant.</summary>
    private static void Box(Span<ulong> x)
    {
        Span<ulong> squared = stackalloc ulong[Byte];
        Span<ulong> third = stackalloc ulong[Byte];
        Span<ulong> twelfth = stackalloc ulong[Byte];
        Span<ulong> power = stackalloc ulong[Byte];
        Square(x, squared);
        Multiply(squared, x, third);
        Square(third, twelfth);
        Square(twelfth, twelfth);
        Multiply(twelfth, third, power);
        for (var i = 0; i < 4; i++) Square(power, power); // x²⁴⁰
        Multiply(power, twelfth, power); // x²⁵²
        Multiply(power, squared, power); // x²⁵⁴
        for (var bit = 0; bit < Byte; bit++)
        {
            x[bit] = power[bit] ^ power[(bit + 4) % Byte] ^ power[(bit + 5) % Byte] ^ power[(bit + 6) % Byte]
                ^ power[(bit + 7) % Byte] ^ Everywhere(Affine >> bit);
        }
    }

    private static void Square(ReadOnlySpan<ulong> a, Span<ulong> result)
    {
        var (a0, a1, a2, a3, a4, a5, a6, a7) = (a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
        result[0] = a0 ^ a4 ^ a6;
        result[1] = a4 ^ a6 ^ a7;
        result[2] = a1 ^ a5;
        result[3] = a4 ^ a5 ^ a6 ^ a7;
        result[4] = a2 ^ a4 ^ a7;
        result[5] = a5 ^ a6;
        result[6] = a3 ^ a5;
        result[7] = a6 ^ a7;
    }

    /// <summary>The product modulo x⁸ + x⁴ + x³ + x + 1.</summary>
    private static void Multiply(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> result)
    {
        Span<ulong> product = stackalloc ulong[(2 * Byte) - 1];
        product.Clear();
        for (var i = 0; i < Byte; i++)
        {
            var one = a[i];
            var to = product.Slice(i, Byte);
            for (var j = 0; j < Byte; j++) to[j] ^= one & b[j];
        }

        for (var i = (2 * Byte) - 2; i >= Byte; i--)
        {
            product[i - 4] ^= product[i];
            product[i - 5] ^= product[i];
            product[i - 7] ^= product[i];
            product[i - 8] ^= product[i];
        }

        product[..Byte].CopyTo(result);
    }

    private static ulong Everywhere(int bit) => 0 - ((ulong)bit & 1);

    private static void Gather(ReadOnlySpan<Vector128<ulong>> blocks, Span<ulong> words)
    {
        words.Clear();
        for (var i = 0; i < blocks.Length; i++)
            (words[i], words[Width + i]) = (blocks[i].GetElement(0), blocks[i].GetElement(1));
        Transpose(words[..Width]);
        Transpose(words[Width..]);
    }

    /// <summary>Writes <paramref name="count"/> blocks, the i-th to place i · every + first.</summary>
    private static void Scatter(
        ReadOnlySpan<ulong> words, Span<Vector128<ulong>> blocks, int count, int first, int every = RoundKeys)
    {
        Span<ulong> turned = stackalloc ulong[Words];
        words.CopyTo(turned);
        Transpose(turned[..Width]);
        Transpose(turned[Width..]);
        for (var i = 0; i < count; i++) blocks[(i * every) + first] = Vector128.Create(turned[i], turned[Width + i]);
    }

    /// <summary>Bit j of word i changes places with bit i of word j.</summary>
    private static void Transpose(Span<ulong> words)
    {
        var mask = 0x0000_0000_FFFF_FFFFUL;
        for (var size = Width / 2; size > 0; size /= 2, mask ^= mask << size)
        {
            for (var i = 0; i < Width; i++)
            {
                if ((i & size) != 0) continue;
                var swapped = ((words[i] >> size) ^ words[i + size]) & mask;
                words[i] ^= swapped << size;
                words[i + size] ^= swapped;
            }
        }
    }
}
