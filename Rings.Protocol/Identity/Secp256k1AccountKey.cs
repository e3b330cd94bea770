using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// An account on secp256k1: of kind Secp256k1, or a wallet's kind whose key this node happens to hold.
/// </summary>
internal sealed class Secp256k1AccountKey : AccountKey
{
    private readonly byte[] _secret;
    private Did? _did;

    public Secp256k1AccountKey(AccountKind kind, ReadOnlySpan<byte> secret)
    {
        Kind = kind;
        _secret = Secp256k1.IsPrivateKey(secret) ? secret.ToArray() : throw Secp256k1.NotAPrivateKey();
    }

    public override AccountKind Kind { get; }

    /// <summary>
    /// Computed when first asked for, which is before the key is erased: a node looks at its key file at each start, and
    /// needs the curve only when it renews its session.
    /// </summary>
    public override Did Did => _did ??= Kind is AccountKind.Bip137 or AccountKind.Bip322
        ? AccountDid.OfBitcoin(Secp256k1.PublicKey(_secret, compressed: true))
        : AccountDid.OfEthereum(Secp256k1.PublicKey(_secret, compressed: false));

    public override ReadOnlyMemory<byte> CarriedPublicKey => default;

    /// <summary>
    /// Signs, and sees that the signature recovers this account before it is given away: one that an error of
    /// computation spoilt could give the key away with it.
    /// </summary>
    internal override byte[] Sign(Statement statement)
    {
        var signature = Kind switch
        {
            AccountKind.Bip137 => SignBitcoin(WalletText.Hash(Kind, statement.Text), Bip137Header.PayToCompressed),
            AccountKind.Bip322 => SignBitcoin(
                Bip322.Digest(Did, statement.Text, Bip322.FirstNative), Bip322.FirstNative),
            AccountKind.Eip712 => EthereumAccount.Sign(_secret, EthereumTypedData.Digest(statement.Typed
                ?? throw new ProtocolException("account_kind", "a kind that signs texts: Eip712 signs named fields"))),
            _ => EthereumAccount.Sign(_secret, WalletText.Hash(Kind, statement.Text)),
        };
        return AccountSignature.Verify(Kind, Did, [], statement, signature)
            ? signature
            : throw new InvalidOperationException("A signature just made recovers its own account.");
    }

    public override byte[] ExportSecret() => [.. _secret];

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    private byte[] SignBitcoin(byte[] hash, byte firstHeader)
    {
        var signature = new byte[1 + Secp256k1.SignatureBytes];
        signature[0] = (byte)(firstHeader + Secp256k1.Sign(_secret, hash, signature.AsSpan(1)));
        return signature;
    }
}
