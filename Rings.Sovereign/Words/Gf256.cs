namespace Rings.Sovereign.Words;

/// <summary>The field of 256 elements modulo x⁸ + x⁴ + x³ + x + 1, as SLIP-39 takes it (and AES).</summary>
/// <remarks>Without tables: what is computed here is secret, and a table's place would show in the cache.</remarks>
internal static class Gf256
{
    /// <summary>The product.</summary>
    public static byte Multiply(byte left, byte right)
    {
        int product = 0, factor = left;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= factor & -((right >> bit) & 1);
            factor = (factor << 1) ^ (0x11B & -((factor >> 7) & 1));
        }

        return (byte)product;
    }

    /// <summary>What multiplied with it gives 1; of 0 it is 0: its 254th power.</summary>
    public static byte Inverse(byte value)
    {
        byte result = 1, power = value;
        // 254 = 2 + 4 + 8 + 16 + 32 + 64 + 128.
        for (var bit = 1; bit < 8; bit++)
        {
            power = Multiply(power, power);
            result = Multiply(result, power);
        }

        return result;
    }

    /// <summary>The value at a place of the polynomial through some points.</summary>
    /// <param name="points">Places and values; the places differ, the values are of one length.</param>
    /// <param name="at">The place.</param>
    public static byte[] Interpolate(IReadOnlyList<(byte Place, byte[] Value)> points, byte at)
    {
        var result = new byte[points[0].Value.Length];
        foreach (var (place, value) in points)
        {
            byte weight = 1;
            foreach (var (other, _) in points)
            {
                if (other == place) continue;
                weight = Multiply(weight, Multiply((byte)(at ^ other), Inverse((byte)(place ^ other))));
            }

            for (var i = 0; i < result.Length; i++) result[i] ^= Multiply(value[i], weight);
        }

        return result;
    }
}
