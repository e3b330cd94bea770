using System.Globalization;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// An account whose key sits elsewhere, named by its owner in one of three ways: by address, by public key, or by any
/// text that it signed.
/// </summary>
internal sealed class WalletAccount
{
    private readonly byte[] _publicKey;

    private WalletAccount(AccountKind kind, Did account, ReadOnlySpan<byte> publicKey) =>
        (Kind, Account, _publicKey) = (kind, account, publicKey.ToArray());

    /// <summary>The kind.</summary>
    public AccountKind Kind { get; }

    /// <summary>The account.</summary>
    public Did Account { get; }

    /// <summary>The public key that its statements carry; empty for the kinds whose signature recovers it.</summary>
    public ReadOnlyMemory<byte> CarriedPublicKey => _publicKey;

    /// <summary>By its address: that of Ethereum, of Bitcoin, or a Did.</summary>
    /// <exception cref="ProtocolException">
    /// No address of this kind, or a kind that carries its public key, which no address holds.
    /// </exception>
    public static WalletAccount OfAddress(AccountKind kind, string text) => kind switch
    {
        AccountKind.Secp256k1 or AccountKind.Eip191 or AccountKind.Eip712 => new(kind, ParseDid(text), []),
        AccountKind.Bip137 or AccountKind.Bip322 => new(kind, ParseBitcoin(kind, text), []),
        _ => throw new ProtocolException(
            "account", $"the public key: an account of kind {kind} shows it with everything that it signs"),
    };

    /// <summary>By its public key.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="hex">
    /// Hex digits, with or without 0x: 33 bytes compressed or 65 of a point, 32 of an Ed25519 key. Of kind Bip137 the
    /// form counts: the plain key of 65 bytes is another account.
    /// </param>
    /// <exception cref="ProtocolException">Not a public key of this kind.</exception>
    public static WalletAccount OfPublicKey(AccountKind kind, string hex)
    {
        var key = FromHex(kind, hex);
        return kind switch
        {
            AccountKind.Secp256r1 when P256.Compress(key) is { } point => new(kind, AccountDid.OfP256(point), point),
            AccountKind.Ed25519 when Ed25519PublicKey.TryRead(key, out _) => new(kind, AccountDid.OfEd25519(key), key),
            AccountKind.Secp256k1 or AccountKind.Eip191 or AccountKind.Eip712
                when Secp256k1.Reform(key, compressed: false) is { } point => new(kind, AccountDid.OfEthereum(point), []),
            AccountKind.Bip137 when Secp256k1.Reform(key, key.Length == P256.CompressedBytes) is { } point =>
                new(kind, AccountDid.OfBitcoin(point), []),
            AccountKind.Bip322 when Secp256k1.Reform(key, compressed: true) is { } point =>
                new(kind, AccountDid.OfBitcoin(point), []),
            _ => throw NoKey(kind),
        };
    }

    /// <summary>By a text that it signed, whatever it says.</summary>
    /// <param name="kind">Eip191 or Bip137.</param>
    /// <param name="text">The text that the wallet was given.</param>
    /// <param name="signature">What the wallet gave: hex or base64.</param>
    /// <exception cref="ProtocolException">Another kind, or no signature that any key can have made.</exception>
    public static WalletAccount OfSignedText(AccountKind kind, string text, string signature) =>
        new(kind, WalletSignature.RecoverAccount(kind, text, WalletSignature.Parse(kind, signature)), []);

    private static Did ParseDid(string text)
    {
        if (Did.TryParse(text, CultureInfo.InvariantCulture, out var did)) return did;
        throw new ProtocolException("account", Did.TryParse(text.ToLowerInvariant(), CultureInfo.InvariantCulture, out _)
            ? "an address whose letters are in the case of EIP-55, or all in lower case"
            : "an address or a Did: 0x and 40 hex digits");
    }

    private static Did ParseBitcoin(AccountKind kind, string text)
    {
        if (Did.TryParse(text, CultureInfo.InvariantCulture, out var did)) return did;
        did = BitcoinAddress.Parse(text);
        return kind == AccountKind.Bip137 || !text.StartsWith('1')
            ? did
            : throw new ProtocolException(
                "Bitcoin address", "a segwit address (bc1q…): a wallet signs for a P2PKH address (1…) by BIP-137");
    }

    private static byte[] FromHex(AccountKind kind, string hex)
    {
        var digits = hex.AsSpan().Trim();
        if (digits is ['0', 'x' or 'X', ..]) digits = digits[2..];
        if (digits.Length is not (64 or 66 or 130)) throw NoKey(kind);
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException e)
        {
            throw NoKey(kind, e);
        }
    }

    private static ProtocolException NoKey(AccountKind kind, Exception? inner = null) => new("public key", kind switch
    {
        AccountKind.Ed25519 => "32 bytes in hex: a canonical Ed25519 key that is not of small order",
        AccountKind.Secp256r1 => "33 or 65 bytes in hex: a point of P-256",
        _ => "33 or 65 bytes in hex: a point of secp256k1",
    }, inner);
}
