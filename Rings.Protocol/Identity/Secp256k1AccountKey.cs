using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// An account on secp256k1: of kind Secp256k1, or a wallet's kind whose key this node happens to hold.
/// </summary>
internal sealed class Secp256k1AccountKey : AccountKey
{
    private readonly byte[] _secret;

    public Secp256k1AccountKey(AccountKind kind, ReadOnlySpan<byte> secret)
    {
        Kind = kind;
        Did = kind == AccountKind.Bip137
            ? AccountDid.OfBitcoin(Secp256k1.PublicKey(secret, compressed: true))
            : AccountDid.OfEthereum(Secp256k1.PublicKey(secret, compressed: false));
        _secret = secret.ToArray();
    }

    public override AccountKind Kind { get; }

    public override Did Did { get; }

    public override ReadOnlyMemory<byte> CarriedPublicKey => default;

    /// <summary>
    /// Signs, and sees that the signature recovers this account before it is given away: one that an error of
    /// computation spoilt could give the key away with it.
    /// </summary>
    public override byte[] Sign(string text)
    {
        var hash = WalletText.Hash(Kind, text);
        var signature = Kind == AccountKind.Bip137 ? SignBitcoin(hash) : EthereumAccount.Sign(_secret, hash);
        return AccountSignature.Verify(Kind, Did, [], text, signature)
            ? signature
            : throw new InvalidOperationException("A signature just made recovers its own account.");
    }

    public override byte[] ExportSecret() => [.. _secret];

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    private byte[] SignBitcoin(byte[] hash)
    {
        var signature = new byte[1 + Secp256k1.SignatureBytes];
        var recoveryId = Secp256k1.Sign(_secret, hash, signature.AsSpan(1));
        signature[0] = (byte)(Bip137Header.PayToCompressed + recoveryId);
        return signature;
    }
}
