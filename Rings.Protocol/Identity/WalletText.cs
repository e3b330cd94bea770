using System.Text;

namespace Rings.Protocol.Identity;

/// <summary>What a secp256k1 account hashes when it signs a text.</summary>
internal static class WalletText
{
    /// <summary>The 32 bytes that are signed.</summary>
    /// <param name="kind">One of the three kinds on secp256k1.</param>
    /// <param name="text">The text that the account's owner reads.</param>
    public static byte[] Hash(AccountKind kind, string text) => kind switch
    {
        AccountKind.Secp256k1 => Crypto.Hash.Keccak256(Encoding.UTF8.GetBytes(text)),
        AccountKind.Eip191 => EthereumAccount.HashMessage(Encoding.UTF8.GetBytes(text)),
        AccountKind.Bip137 => HashBip137(Encoding.UTF8.GetBytes(text)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>BIP-137: SHA-256 twice of 0x18 ‖ "Bitcoin Signed Message:\n" ‖ varint length ‖ text.</summary>
    internal static byte[] HashBip137(ReadOnlySpan<byte> text) =>
        Crypto.Hash.Sha256Twice([0x18, .. "Bitcoin Signed Message:\n"u8, .. CompactSize(text.Length), .. text]);

    private static byte[] CompactSize(int length) => length switch
    {
        < 0xfd => [(byte)length],
        <= ushort.MaxValue => [0xfd, (byte)length, (byte)(length >> 8)],
        _ => [0xfe, (byte)length, (byte)(length >> 8), (byte)(length >> 16), (byte)(length >> 24)],
    };
}
