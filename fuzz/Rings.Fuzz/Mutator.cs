using System.Buffers.Binary;

namespace Rings.Fuzz;

/// <summary>Makes inputs out of inputs: the same seed gives the same ones.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> corpus)
{
    private static readonly int[] Boundaries =
        [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, int.MaxValue, int.MinValue, -1];

    /// <summary>A member of the corpus, or one with one to eight changes; now and then noise.</summary>
    public byte[] Next(int maxBytes)
    {
        if (random.Next(64) == 0) return Noise(random.Next(Math.Min(maxBytes, 256) + 1));
        var input = corpus[random.Next(corpus.Count)];
        for (var changes = 1 + random.Next(8); changes > 0; changes--) input = Change(input);
        return input.Length <= maxBytes ? input : input[..maxBytes];
    }

    private byte[] Change(byte[] input)
    {
        if (input.Length == 0) return Noise(8);
        var at = random.Next(input.Length);
        return random.Next(9) switch
        {
            0 => Set(input, at, (byte)(input[at] ^ (1 << random.Next(8)))),
            1 => Set(input, at, (byte)random.Next(256)),
            2 => Set(input, at, (byte)(input[at] + random.Next(-4, 5))),
            3 => input[..at],
            4 => [.. input[..at], .. Noise(1 + random.Next(16)), .. input[at..]],
            5 => Without(input, at),
            6 => Repeat(input, at),
            7 => Boundary(input, at),
            _ => Splice(input, at),
        };
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Set(byte[] input, int at, byte value)
    {
        var copy = input.ToArray();
        copy[at] = value;
        return copy;
    }

    private byte[] Without(byte[] input, int at)
    {
        var end = Math.Min(input.Length, at + 1 + random.Next(16));
        return [.. input[..at], .. input[end..]];
    }

    private byte[] Repeat(byte[] input, int at)
    {
        var end = Math.Min(input.Length, at + 1 + random.Next(64));
        return [.. input[..end], .. input[at..]];
    }

    private byte[] Boundary(byte[] input, int at)
    {
        var copy = input.ToArray();
        Span<byte> value = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(value, Boundaries[random.Next(Boundaries.Length)]);
        if (random.Next(2) == 0) value.Reverse();
        value[..Math.Min(1 << random.Next(3), copy.Length - at)].CopyTo(copy.AsSpan(at));
        return copy;
    }

    private byte[] Splice(byte[] input, int at)
    {
        var other = corpus[random.Next(corpus.Count)];
        return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
    }
}
