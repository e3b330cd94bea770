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

    public override byte[] Sign(string text)
    {
        var isBitcoin = Kind == AccountKind.Bip137;
        var signature = new byte[Secp256k1.SignatureBytes + 1];
        var compact = signature.AsSpan(isBitcoin ? 1 : 0, Secp256k1.SignatureBytes);
        var recoveryId = Secp256k1.Sign(_secret, WalletText.Hash(Kind, text), compact);
        if (isBitcoin) signature[0] = (byte)(Bip137Header.PayToCompressed + recoveryId);
        else signature[^1] = (byte)(WalletText.EthereumRecoveryBase + recoveryId);
        return signature;
    }

    public override byte[] ExportSecret() => [.. _secret];

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}
