using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// Messages signed for Bitcoin addresses by BIP-322, as wallets of today do for segwit: the signature of an input that
/// spends a coin which cannot exist, and whose script is the address. Only addresses of one key: P2WPKH (bc1q…) and
/// P2SH-P2WPKH (3…).
/// </summary>
internal static class Bip322
{
    /// <summary>The last of the headers (BIP-137's numbers) for P2SH-P2WPKH; P2WPKH follows.</summary>
    private const byte LastNested = 38;

    /// <summary>The first header of the two kinds of addresses.</summary>
    private const byte FirstNested = 35;

    /// <summary>Signs all inputs and outputs.</summary>
    private const byte SighashAll = 1;

    /// <summary>Bytes of a compressed key.</summary>
    private const int KeyBytes = 33;

    /// <summary>The header of a signature for a P2WPKH address with recovery id 0.</summary>
    public const byte FirstNative = LastNested + 1;

    /// <summary>Whether a signature's first byte names an address of this kind.</summary>
    public static bool IsHeader(byte header) => header is >= FirstNested and <= Bip137Header.Last;

    /// <summary>The 32 bytes that are signed.</summary>
    /// <param name="account">RIPEMD-160(SHA-256(compressed key)): what the address names.</param>
    /// <param name="text">The message.</param>
    /// <param name="header">Which address: 35 to 38 P2SH-P2WPKH, 39 to 42 P2WPKH.</param>
    public static byte[] Digest(Did account, string text, byte header)
    {
        byte[] program = [0x00, Did.Bytes, .. account.ToByteArray()];
        byte[] script = header > LastNested
            ? program
            : [0xa9, Did.Bytes, .. Hash.Ripemd160(Hash.Sha256(program)), 0x87];
        byte[] outpoint = [.. Hash.Sha256Twice(ToSpend(text, script)), .. new byte[4]];
        // BIP-143 over to_sign: version 0, this one input of sequence 0, one output of OP_RETURN and no value.
        return Hash.Sha256Twice(
        [
            .. new byte[4], .. Hash.Sha256Twice(outpoint), .. Hash.Sha256Twice(new byte[4]), .. outpoint,
            0x19, 0x76, 0xa9, Did.Bytes, .. account.ToByteArray(), 0x88, 0xac,
            .. new byte[8], .. new byte[4], .. Hash.Sha256Twice([.. new byte[8], 0x01, 0x6a]), .. new byte[4],
            SighashAll, 0, 0, 0,
        ]);
    }

    /// <summary>
    /// The simple form, a stack of DER signature and key in base64, as the 65 bytes that travel: header, r, s.
    /// </summary>
    /// <param name="account">Whose address signed.</param>
    /// <param name="text">The message.</param>
    /// <param name="stack">The witness stack, without prefix and base64.</param>
    /// <exception cref="ProtocolException">Another form, another key than the account's, or another message.</exception>
    public static byte[] ToCompact(Did account, string text, ReadOnlySpan<byte> stack)
    {
        if (ReadStack(stack, out var der, out var key) && AccountDid.OfBitcoin(key) == account)
        {
            var signature = new byte[1 + Secp256k1.SignatureBytes];
            if (Secp256k1.TryReadDer(der, signature.AsSpan(1)) && TryFindHeader(account, text, key, signature))
                return signature;
        }

        throw new ProtocolException(
            "signature", "the simple form of BIP-322 by the one key of the account's address, over this very text");
    }

    /// <summary>The hash under BIP-322's tag, as <c>to_spend</c> holds it.</summary>
    internal static byte[] MessageHash(string text)
    {
        var tag = Hash.Sha256("BIP0322-signed-message"u8);
        return Hash.Sha256([.. tag, .. tag, .. Encoding.UTF8.GetBytes(text)]);
    }

    /// <summary>The transaction that nobody can make: its input spends nothing, its script holds the message.</summary>
    internal static byte[] ToSpend(string text, ReadOnlySpan<byte> script) =>
    [
        .. new byte[4], 1, .. new byte[32], 0xff, 0xff, 0xff, 0xff, 34, 0x00, 0x20, .. MessageHash(text),
        .. new byte[4], 1, .. new byte[8], (byte)script.Length, .. script, .. new byte[4],
    ];

    private static bool TryFindHeader(Did account, string text, ReadOnlySpan<byte> key, Span<byte> signature)
    {
        for (var header = FirstNested; header <= Bip137Header.Last; header++)
        {
            var hash = Digest(account, text, header);
            var found = Secp256k1.Recover(hash, signature[1..], Bip137Header.RecoveryId(header), compressed: true);
            if (found is null || !key.SequenceEqual(found)) continue;
            signature[0] = header;
            return true;
        }

        return false;
    }

    /// <summary>Two elements: a DER signature of 9 to 73 bytes with its hash type, and a compressed key.</summary>
    private static bool ReadStack(ReadOnlySpan<byte> stack, out ReadOnlySpan<byte> der, out ReadOnlySpan<byte> key)
    {
        der = key = default;
        if (stack is not [2, var length and >= 9 and <= 73, ..] || stack.Length != 2 + length + 1 + KeyBytes) return false;
        if (stack[1 + length] != SighashAll || stack[2 + length] != KeyBytes) return false;
        der = stack.Slice(2, length - 1);
        key = stack[^KeyBytes..];
        return true;
    }
}
