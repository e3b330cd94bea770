using System.Buffers.Binary;

namespace Rings.Protocol.Streams;

/// <summary>
/// Whole numbers of 0 to 2^62 - 1 in 1, 2, 4 or 8 bytes, the most significant first; the two top bits say how many (RFC
/// 9000, section 16). A longer form than needed is read, too.
/// </summary>
internal static class Varint
{
    /// <summary>The greatest number.</summary>
    public const ulong Max = (1UL << 62) - 1;

    /// <summary>Bytes of the shortest form: 1, 2, 4 or 8.</summary>
    /// <param name="value">At most <see cref="Max"/>.</param>
    public static int SizeOf(ulong value) => value < 1UL << 6 ? 1 : value < 1UL << 14 ? 2 : value < 1UL << 30 ? 4 : 8;

    /// <summary>Writes the shortest form.</summary>
    /// <param name="target">Large enough.</param>
    /// <param name="value">At most <see cref="Max"/>.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is too great.</exception>
    public static int Write(Span<byte> target, ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Max);
        var size = SizeOf(value);
        switch (size)
        {
            case 1:
                target[0] = (byte)value;
                break;

            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(value | 0x4000));
                break;

            case 4:
                BinaryPrimitives.WriteUInt32BigEndian(target, (uint)value | 0x8000_0000);
                break;

            default:
                BinaryPrimitives.WriteUInt64BigEndian(target, value | 0xC000_0000_0000_0000);
                break;
        }

        return size;
    }

    /// <summary>Reads a number and steps over it.</summary>
    /// <param name="source">Where it begins; afterwards what follows it.</param>
    /// <param name="value">The number.</param>
    /// <returns>False where bytes are missing; then nothing was stepped over.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        if (source.IsEmpty) return false;
        var size = 1 << (source[0] >> 6);
        if (source.Length < size) return false;
        for (var i = 0; i < size; i++) value = (value << 8) | source[i];
        value &= ulong.MaxValue >> (66 - (8 * size));
        source = source[size..];
        return true;
    }
}
