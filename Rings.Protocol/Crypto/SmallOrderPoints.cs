namespace Rings.Protocol.Crypto;

/// <summary>
/// The Ed25519 points of order 1, 2, 4 and 8. A key among them verifies signatures that nobody made (RFC 8032 leaves
/// them in; Chalkias et al., "Taming the many EdDSAs", 2020, §3).
/// </summary>
internal static class SmallOrderPoints
{
    /// <summary>The y coordinates, little-endian; the sign bit of x is left out.</summary>
    private static readonly byte[][] Ordinates =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

    /// <summary>Whether a canonical encoding of 32 bytes is one of these points.</summary>
    public static bool Contains(ReadOnlySpan<byte> encoded)
    {
        Span<byte> ordinate = stackalloc byte[Ed25519PublicKey.Bytes];
        encoded.CopyTo(ordinate);
        ordinate[^1] &= 0x7f;
        foreach (var point in Ordinates)
        {
            if (ordinate.SequenceEqual(point)) return true;
        }

        return false;
    }
}
