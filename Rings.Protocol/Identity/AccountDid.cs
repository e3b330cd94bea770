using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>How a Did follows from a public key (the table of protocol.md, section 1).</summary>
internal static class AccountDid
{
    /// <summary>The Ethereum address: the last 20 bytes of keccak-256 over the point's 64 bytes.</summary>
    /// <param name="uncompressed">65 bytes: 4, x, y.</param>
    public static Did OfEthereum(ReadOnlySpan<byte> uncompressed) => Last20(Hash.Keccak256(uncompressed[1..]));

    /// <summary>RIPEMD-160(SHA-256(public key)), the key in the form in which it is used, 33 or 65 bytes.</summary>
    public static Did OfBitcoin(ReadOnlySpan<byte> publicKey) => Did.Read(Hash.Ripemd160(Hash.Sha256(publicKey)));

    /// <summary>The last 20 bytes of keccak-256("rings/1 did p256" ‖ compressed point).</summary>
    /// <param name="compressed">33 bytes.</param>
    public static Did OfP256(ReadOnlySpan<byte> compressed) =>
        Last20(Hash.Keccak256([.. "rings/1 did p256"u8, .. compressed]));

    /// <summary>The last 20 bytes of keccak-256("rings/1 did ed25519" ‖ public key).</summary>
    /// <param name="publicKey">32 bytes.</param>
    public static Did OfEd25519(ReadOnlySpan<byte> publicKey) =>
        Last20(Hash.Keccak256([.. "rings/1 did ed25519"u8, .. publicKey]));

    private static Did Last20(ReadOnlySpan<byte> hash) => Did.Read(hash[^Did.Bytes..]);
}
