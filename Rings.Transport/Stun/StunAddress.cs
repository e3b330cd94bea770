using System.Buffers.Binary;

namespace Rings.Transport.Stun;

/// <summary>
/// Addresses as attributes hold them (RFC 8489, sections 14.1 and 14.2): plain, or masked against meddling NATs.
/// </summary>
internal static class StunAddress
{
    private const byte FamilyIPv4 = 1;
    private const byte FamilyIPv6 = 2;

    /// <summary>The longest form in bytes.</summary>
    public const int MaxLength = 20;

    /// <summary>Reads a masked address.</summary>
    /// <param name="value">The attribute's value.</param>
    /// <param name="mask">Magic cookie and transaction id: 16 bytes.</param>
    /// <param name="address">The address.</param>
    public static bool TryReadXor(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mask, out TransportAddress address)
    {
        Span<byte> plain = stackalloc byte[MaxLength];
        address = default;
        if (value.Length is not (8 or MaxLength))
        {
            return false;
        }

        value.CopyTo(plain);
        ApplyMask(plain[..value.Length], mask);
        return TryRead(plain[..value.Length], out address);
    }

    /// <summary>Reads a plain address.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out TransportAddress address)
    {
        address = default;
        if (value.Length is not (8 or MaxLength))
        {
            return false;
        }

        var port = BinaryPrimitives.ReadUInt16BigEndian(value[2..]);
        switch (value[1])
        {
            case FamilyIPv4 when value.Length == 8:
                address = TransportAddress.FromIPv4(value[4..], port);
                return true;

            case FamilyIPv6 when value.Length == MaxLength:
                address = TransportAddress.FromIPv6(value[4..], port);
                return true;

            default:
                return false;
        }
    }

    /// <summary>Writes a masked address.</summary>
    /// <returns>8 or 20: the bytes written.</returns>
    public static int WriteXor(Span<byte> target, TransportAddress address, ReadOnlySpan<byte> mask)
    {
        target[0] = 0;
        target[1] = address.IsIPv4 ? FamilyIPv4 : FamilyIPv6;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)address.Port);
        var length = 4 + address.WriteAddress(target[4..]);
        ApplyMask(target[..length], mask);
        return length;
    }

    private static void ApplyMask(Span<byte> value, ReadOnlySpan<byte> mask)
    {
        value[2] ^= mask[0];
        value[3] ^= mask[1];
        for (var index = 4; index < value.Length; index++)
        {
            value[index] ^= mask[index - 4];
        }
    }
}
