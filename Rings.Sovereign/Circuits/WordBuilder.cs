namespace Rings.Sovereign.Circuits;

/// <summary>Words of 32 bits, the lowest bit first, over a <see cref="CircuitBuilder"/>.</summary>
internal static class WordBuilder
{
    /// <summary>Bits of a word.</summary>
    public const int Bits = 32;

    /// <summary>A constant.</summary>
    public static int[] Constant(uint value) =>
        [.. Enumerable.Range(0, Bits).Select(i => (value >> i & 1) != 0 ? CircuitBuilder.One : CircuitBuilder.Zero)];

    /// <summary>Words from bytes whose bits are wires: each word is four bytes, the highest byte first.</summary>
    public static int[][] FromBytes(ReadOnlySpan<int> bits)
    {
        var words = new int[bits.Length / Bits][];
        for (var word = 0; word < words.Length; word++)
        {
            words[word] = new int[Bits];
            for (var bit = 0; bit < Bits; bit++) words[word][bit] = bits[(Bits * word) + (bit ^ 24)];
        }

        return words;
    }

    /// <summary>The bytes' bits of words.</summary>
    public static int[] ToBytes(ReadOnlySpan<int[]> words)
    {
        var bits = new int[words.Length * Bits];
        for (var i = 0; i < bits.Length; i++) bits[i] = words[i / Bits][(i % Bits) ^ 24];
        return bits;
    }

    /// <summary>Turns a word to the right.</summary>
    public static int[] Rotate(int[] word, int by) => [.. Enumerable.Range(0, Bits).Select(i => word[(i + by) % Bits])];

    /// <summary>Shifts a word to the right.</summary>
    public static int[] Shift(int[] word, int by) =>
        [.. Enumerable.Range(0, Bits).Select(i => i + by < Bits ? word[i + by] : CircuitBuilder.Zero)];

    /// <summary>Three words, bit by bit.</summary>
    public static int[] Each(int[] a, int[] b, int[] c, Func<int, int, int, int> compute) =>
        [.. Enumerable.Range(0, Bits).Select(i => compute(a[i], b[i], c[i]))];

    /// <summary>a ⊕ b ⊕ c.</summary>
    public static int[] Xor(this CircuitBuilder builder, int[] a, int[] b, int[] c) =>
        Each(a, b, c, (x, y, z) => builder.Xor(builder.Xor(x, y), z));

    /// <summary>The sum modulo 2³²: about 31 ANDs for each word but the first.</summary>
    public static int[] Sum(this CircuitBuilder builder, params ReadOnlySpan<int[]> words)
    {
        var constant = 0u;
        var open = new List<int[]>();
        foreach (var word in words)
        {
            if (word.All(CircuitBuilder.IsConstant)) constant += Value(word);
            else open.Add(word);
        }

        if (open.Count == 0) return Constant(constant);
        // Alone with one word a constant carries nothing up to its lowest bit.
        if (constant != 0) open[0] = builder.Add(Constant(constant), open[0]);
        while (open.Count > 2)
        {
            // Three words become two of the same sum: the bits that stay, and those that are carried.
            var (a, b, c) = (open[0], open[1], open[2]);
            var carried = Each(a, b, c, builder.Majority);
            open.RemoveRange(0, 3);
            open.Add(builder.Xor(a, b, c));
            open.Add([CircuitBuilder.Zero, .. carried[..^1]]);
        }

        return open.Count == 1 ? open[0] : builder.Add(open[0], open[1]);
    }

    /// <summary>Whether a ≤ b, as numbers without a sign; 32 ANDs or fewer.</summary>
    public static int IsAtMost(this CircuitBuilder builder, int[] a, int[] b)
    {
        // What b lacks to a: b − a borrows nothing.
        var isAtMost = CircuitBuilder.One;
        for (var i = 0; i < Bits; i++) isAtMost = builder.Majority(builder.Not(a[i]), b[i], isAtMost);
        return isAtMost;
    }

    /// <summary>Whether a ≤ b, as numbers with a sign, in two's complement.</summary>
    public static int IsAtMostSigned(this CircuitBuilder builder, int[] a, int[] b) =>
        builder.IsAtMost([.. a[..^1], builder.Not(a[^1])], [.. b[..^1], builder.Not(b[^1])]);

    /// <summary>Whether a = b; 31 ANDs.</summary>
    public static int IsEqual(this CircuitBuilder builder, int[] a, int[] b)
    {
        var isEqual = CircuitBuilder.One;
        for (var i = 0; i < Bits; i++) isEqual = builder.And(isEqual, builder.Not(builder.Xor(a[i], b[i])));
        return isEqual;
    }

    private static uint Value(int[] word)
    {
        var value = 0u;
        for (var i = 0; i < Bits; i++) value |= (word[i] == CircuitBuilder.One ? 1u : 0) << i;
        return value;
    }

    private static int[] Add(this CircuitBuilder builder, int[] a, int[] b)
    {
        var sum = new int[Bits];
        var carry = CircuitBuilder.Zero;
        for (var i = 0; i < Bits; i++)
        {
            sum[i] = builder.Xor(builder.Xor(a[i], b[i]), carry);
            if (i < Bits - 1) carry = builder.Majority(a[i], b[i], carry);
        }

        return sum;
    }
}
