using System.Text;

namespace Rings.Protocol.Identity;

/// <summary>
/// Bitcoin addresses whose hash is an account's Did: P2PKH in base 58, and P2WPKH in Bech32 (BIP-173). So the owner of
/// a Bitcoin wallet says who he is before he signs.
/// </summary>
internal static class BitcoinAddress
{
    private const string Bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    /// <summary>Characters of a P2WPKH address: bc, 1, version, 32 for 20 bytes, 6 of check.</summary>
    private const int Bech32Length = 42;

    /// <summary>The account of kind Bip137 that an address names.</summary>
    /// <exception cref="ProtocolException">
    /// Not an address of Bitcoin's main network in one of these two forms. (A P2SH address, beginning with 3, hides the
    /// key's hash: let the wallet sign any text and use <see cref="WalletSignature.RecoverAccount"/>.)
    /// </exception>
    public static Did Parse(string text)
    {
        if (Base58.DecodeCheck(text) is [0, .. var hash] && hash.Length == Did.Bytes) return Did.Read(hash);
        var lower = text.ToLowerInvariant();
        return IsOneCase(text) && DecodeBech32(lower) is { } program
            ? Did.Read(program)
            : throw new ProtocolException("Bitcoin address", WhyNot(lower));
    }

    /// <summary>The P2PKH address of an account of kind Bip137.</summary>
    public static string Format(Did account) => Base58.EncodeCheck([0, .. account.ToByteArray()]);

    /// <summary>
    /// BIP-173: upper or lower case, never both in one address. ASCII, for the Kelvin sign is a k in lower case too.
    /// </summary>
    private static bool IsOneCase(string text) =>
        Ascii.IsValid(text) && !(text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower));

    private static string WhyNot(string lower) => lower switch
    {
        ['b', 'c', '1', 'p', ..] => "a P2PKH or P2WPKH address: a Taproot address (bc1p…) names another kind of key",
        ['3', ..] => "a P2PKH or P2WPKH address: a P2SH address (3…) hides the key, name the account by its public key",
        ['t', 'b', '1', ..] or ['b', 'c', 'r', 't', '1', ..] or ['m' or 'n' or '2', ..] =>
            "an address of Bitcoin's main network, not of a test network",
        _ => "a P2PKH address (1…) or a P2WPKH address (bc1q…), whole and in one case",
    };

    private static byte[]? DecodeBech32(string text)
    {
        if (text.Length != Bech32Length || !text.StartsWith("bc1q", StringComparison.Ordinal)) return null;
        var digits = new int[Bech32Length - 3];
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = Bech32Alphabet.IndexOf(text[i + 3]);
            if (digits[i] < 0) return null;
        }

        return Checksum([3, 3, 0, 2, 3, .. digits]) == 1 ? Regroup(digits.AsSpan(1, 32)) : null;
    }

    /// <summary>32 groups of 5 bits as 20 bytes.</summary>
    private static byte[] Regroup(ReadOnlySpan<int> groups)
    {
        var bytes = new byte[Did.Bytes];
        var (bits, held, at) = (0, 0, 0);
        foreach (var group in groups)
        {
            (bits, held) = ((bits << 5 | group) & 0xfff, held + 5);
            if (held < 8) continue;
            held -= 8;
            bytes[at++] = (byte)(bits >> held);
        }

        return bytes;
    }

    /// <summary>The BCH code of BIP-173; 1 for text that is whole.</summary>
    private static uint Checksum(ReadOnlySpan<int> values)
    {
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var check = 1u;
        foreach (var value in values)
        {
            var top = check >> 25;
            check = (check & 0x1ffffff) << 5 ^ (uint)value;
            for (var i = 0; i < 5; i++) check ^= (top >> i & 1) != 0 ? generator[i] : 0;
        }

        return check;
    }
}
