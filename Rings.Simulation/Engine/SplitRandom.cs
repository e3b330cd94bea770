using System.Numerics;

namespace Rings.Simulation.Engine;

/// <summary>
/// Seeded randomness that can be split into independent streams: SplitMix64 with a gamma of its own for each stream
/// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
/// </summary>
/// <remarks>
/// A mutable struct of 16 bytes: keep it in a field that is not read-only, and pass it by reference. Integer arithmetic
/// and comparisons alone, so the same seed gives the same numbers on every runtime, build and processor.
/// </remarks>
internal struct SplitRandom
{
    private const ulong GoldenGamma = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong _gamma;
    private ulong _state;

    /// <summary>The stream of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public SplitRandom(ulong seed) => (_state, _gamma) = (seed, GoldenGamma);

    private SplitRandom(ulong state, ulong gamma) => (_state, _gamma) = (state, gamma);

    /// <summary>A new stream that shares nothing with this one; this one moves on by two numbers.</summary>
    public SplitRandom Split() => new(NextUInt64(), MixGamma(Advance()));

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(Advance());

    /// <summary>A number from 0 to <paramref name="bound"/> − 1, each as likely as another.</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)NextBelow((ulong)bound);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both possible.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The greatest; not below <paramref name="low"/>.</param>
    public long Next(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        var width = unchecked((ulong)(high - low) + 1);
        return width == 0 ? (long)NextUInt64() : unchecked(low + (long)NextBelow(width));
    }

    /// <summary>A number from 0 (possible) to 1 (never), with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True once in 1 / <paramref name="probability"/> calls on average; draws nothing for 0 and for
    /// 1.</summary>
    /// <param name="probability">0 to 1.</param>
    public bool Chance(double probability) => probability > 0 && (probability >= 1 || NextDouble() < probability);

    /// <summary>Fills the bytes, from the lowest of each 64 bits on.</summary>
    /// <param name="target">Where to write.</param>
    public void Fill(Span<byte> target)
    {
        for (var offset = 0; offset < target.Length; offset += sizeof(ulong))
        {
            var bits = NextUInt64();
            var end = Math.Min(offset + sizeof(ulong), target.Length);
            for (var i = offset; i < end; i++, bits >>= 8) target[i] = (byte)bits;
        }
    }

    /// <summary>
    /// A draw from the exponential distribution with mean 1, by von Neumann's method: comparisons of uniform numbers
    /// only, no logarithm, whose last bit differs between mathematics libraries.
    /// </summary>
    public double NextExponential()
    {
        for (var whole = 0; ; whole++)
        {
            var first = NextDouble();
            var previous = first;
            var odd = true;
            for (var next = NextDouble(); next < previous; next = NextDouble()) (previous, odd) = (next, !odd);
            if (odd) return whole + first;
        }
    }

    /// <summary>Puts the items into a random order, each order as likely as another.</summary>
    /// <param name="items">The items; changed in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    // Lemire: the high half of a 128-bit product, the few biased draws thrown away.
    private ulong NextBelow(ulong bound)
    {
        var product = (UInt128)NextUInt64() * bound;
        if ((ulong)product < bound)
        {
            var threshold = unchecked(0 - bound) % bound;
            while ((ulong)product < threshold) product = (UInt128)NextUInt64() * bound;
        }

        return (ulong)(product >> 64);
    }

    private ulong Advance() => _state = unchecked(_state + _gamma);

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB);
        return z ^ (z >> 31);
    }

    // A gamma is odd; one with too few bit changes makes a poor stream, so its bits are alternated (the paper, section
    // 4).
    private static ulong MixGamma(ulong z)
    {
        z = unchecked((z ^ (z >> 33)) * 0xFF51_AFD7_ED55_8CCD);
        z = unchecked((z ^ (z >> 33)) * 0xC4CE_B9FE_1A85_EC53);
        z = (z ^ (z >> 33)) | 1;
        return BitOperations.PopCount(z ^ (z >> 1)) < 24 ? z ^ 0xAAAA_AAAA_AAAA_AAAA : z;
    }
}
