namespace Rings.Sovereign.Words;

/// <summary>SLIP-39's checksum: a Reed–Solomon code over GF(1024), three words at the end. Any three wrong words are found.</summary>
internal static class Rs1024
{
    /// <summary>Words of a checksum.</summary>
    public const int Words = 3;

    private static readonly uint[] Generator =
    [
        0x00E0E040, 0x01C1C080, 0x03838100, 0x07070200, 0x0E0E0009, 0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890,
        0x3F3F120,
    ];

    /// <summary>Whether words end with their checksum.</summary>
    public static bool Verify(bool isExtendable, IEnumerable<int> words) => Remainder(isExtendable, words) == 1;

    /// <summary>The checksum of words.</summary>
    public static int[] Of(bool isExtendable, IEnumerable<int> words)
    {
        var remainder = Remainder(isExtendable, words.Concat(new int[Words])) ^ 1;
        return [(int)(remainder >> 20) & 1023, (int)(remainder >> 10) & 1023, (int)remainder & 1023];
    }

    private static uint Remainder(bool isExtendable, IEnumerable<int> words)
    {
        var remainder = 1u;
        foreach (var word in (isExtendable ? "shamir_extendable" : "shamir").Select(letter => (int)letter).Concat(words))
        {
            var top = remainder >> 20;
            remainder = ((remainder & 0xFFFFF) << 10) ^ (uint)word;
            for (var i = 0; i < Generator.Length; i++) remainder ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        }

        return remainder;
    }
}
