namespace Rings.Protocol.Identity;

/// <summary>
/// The first byte of a Bitcoin message signature (BIP-137): the address type in steps of four, plus the recovery id.
/// </summary>
internal static class Bip137Header
{
    /// <summary>P2PKH of an uncompressed key: 27 to 30.</summary>
    public const byte PayToUncompressed = 27;

    /// <summary>P2PKH of a compressed key: 31 to 34.</summary>
    public const byte PayToCompressed = 31;

    /// <summary>The last header: P2WPKH, recovery id 3.</summary>
    public const byte Last = 42;

    public static bool IsHeader(byte header) => header is >= PayToUncompressed and <= Last;

    public static int RecoveryId(byte header) => (header - PayToUncompressed) & 3;

    public static bool IsCompressed(byte header) => header >= PayToCompressed;
}
