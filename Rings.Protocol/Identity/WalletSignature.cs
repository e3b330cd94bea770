using System.Buffers;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>Takes back what a wallet, or a page with WebCrypto, gives as a signature: text in hex or base64.</summary>
internal static class WalletSignature
{
    /// <summary>Longer texts are not looked at: the longest right one has 132 characters.</summary>
    private const int MaxText = 200;

    /// <summary>Reads a signature into the form that <c>Delegation.signature</c> holds.</summary>
    /// <param name="kind">The account's kind; it alone says what the bytes mean.</param>
    /// <param name="text">Hex digits, with or without 0x, or base64; white space round it is left out.</param>
    /// <returns>
    /// 64 or 65 bytes. An Ethereum v of 0 or 1 becomes 27 or 28; s of a P-256 signature is brought into the lower half,
    /// for WebCrypto leaves it in either.
    /// </returns>
    /// <exception cref="ProtocolException">Neither hex nor base64, another length, an unknown v or header.</exception>
    public static byte[] Parse(AccountKind kind, string text)
    {
        var signature = Decode(text.AsSpan().Trim());
        var length = AccountSignature.Length(kind);
        if (signature.Length != length)
            throw new ProtocolException("signature", IsBip322(signature)
                ? $"{length} bytes for an account of kind {kind}: this is one of BIP-322, for which there is kind Bip322"
                : $"{length} bytes for an account of kind {kind}");
        switch (kind)
        {
            case AccountKind.Secp256k1 or AccountKind.Eip191 or AccountKind.Eip712:
                if (signature[^1] <= 1) signature[^1] += EthereumAccount.RecoveryBase;
                if (signature[^1] is not (27 or 28)) throw new ProtocolException("signature",
                    "a last byte of 0, 1, 27 or 28");
                break;

            case AccountKind.Bip137:
                if (!Bip137Header.IsHeader(signature[0]))
                    throw new ProtocolException("signature",
                        "a BIP-137 header from 27 to 42");
                break;

            case AccountKind.Bip322:
                if (!Bip322.IsHeader(signature[0]))
                    throw new ProtocolException("signature", "a header from 35 to 42");
                break;

            case AccountKind.Secp256r1:
                P256.LowerS(signature);
                break;
        }

        return signature;
    }

    /// <summary>The account of kind Eip191 or Bip137 that signed a text: how a wallet's Did is found out.</summary>
    /// <param name="kind">Eip191 or Bip137.</param>
    /// <param name="text">The text that the wallet was given.</param>
    /// <param name="signature">65 bytes, as <see cref="Parse"/> gives them.</param>
    /// <exception cref="ProtocolException">Another kind, or a signature that no key can have made.</exception>
    public static Did RecoverAccount(AccountKind kind, string text, ReadOnlySpan<byte> signature) =>
        (kind == AccountKind.Eip191
            ? EthereumAccount.Recover(WalletText.Hash(kind, text), signature)
            : AccountSignature.Recover(kind, text, signature))
        ?? throw new ProtocolException("signature", "a signature of kind Eip191 or Bip137 over this very text");

    /// <summary>The witness stack of a BIP-322 signature in its simple form, with or without its prefix.</summary>
    /// <exception cref="ProtocolException">Another form of BIP-322, or no base64.</exception>
    internal static byte[] DecodeBip322(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed is ['f', 'u', 'l', ..] or ['p', 'o', 'f', ..])
            throw new ProtocolException("signature", "the simple form of BIP-322 (smp…), not a whole transaction");
        return Decode(trimmed is ['s', 'm', 'p', ..] ? trimmed[3..] : trimmed);
    }

    private static bool IsBip322(ReadOnlySpan<byte> decoded) => decoded.Length is > 100 and < 110 && decoded[0] == 2;

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxText) throw new ProtocolException("signature", "hex or base64 of 64 or 65 bytes");
        var digits = text is ['0', 'x' or 'X', ..] ? text[2..] : text;
        var bytes = new byte[MaxText];
        if (digits.Length is 128 or 130
            && Convert.FromHexString(digits, bytes, out _, out var written) == OperationStatus.Done)
            return bytes[..written];
        return Convert.TryFromBase64Chars(text, bytes, out written)
            ? bytes[..written]
            : throw new ProtocolException("signature", "hex or base64 of 64 or 65 bytes");
    }
}
