using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// Verifies what an account signed. The kind alone says which curve and which form: nothing is guessed.
/// </summary>
public static class AccountSignature
{
    /// <summary>Whether the account signed the text; never for kind Eip712, which signs no texts.</summary>
    /// <param name="kind">The account's kind.</param>
    /// <param name="account">The claimed Did.</param>
    /// <param name="publicKey">The carried key; empty for the kinds whose signature recovers it.</param>
    /// <param name="text">What was signed.</param>
    /// <param name="signature">64 or 65 bytes, as <c>Delegation.signature</c> holds them.</param>
    public static bool Verify(
        AccountKind kind, Did account, ReadOnlySpan<byte> publicKey, string text, ReadOnlySpan<byte> signature) =>
        Verify(kind, account, publicKey, new Statement(text, null), signature);

    /// <summary>Whether the account signed a statement of the protocol.</summary>
    internal static bool Verify(
        AccountKind kind, Did account, ReadOnlySpan<byte> publicKey, Statement statement,
        ReadOnlySpan<byte> signature) => kind switch
        {
            AccountKind.Secp256r1 => publicKey.Length == P256.CompressedBytes
                && AccountDid.OfP256(publicKey) == account
                && P256.Verify(publicKey, Encoding.UTF8.GetBytes(statement.Text), signature),
            AccountKind.Ed25519 => AccountDid.OfEd25519(publicKey) == account
                && Ed25519PublicKey.TryRead(publicKey, out var key)
                && key.Verify(Encoding.UTF8.GetBytes(statement.Text), signature),
            AccountKind.Eip712 => publicKey.IsEmpty
                && statement.Typed is { } typed
                && RecoverEthereum(typed.Digest(), signature) == account,
            AccountKind.Bip322 => publicKey.IsEmpty
                && signature.Length == Secp256k1.SignatureBytes + 1
                && Bip322.IsHeader(signature[0])
                && RecoverBitcoin(Bip322.Digest(account, statement.Text, signature[0]), signature) == account,
            _ => publicKey.IsEmpty && Recover(kind, statement.Text, signature) == account,
        };

    /// <summary>Bytes of a signature of a kind.</summary>
    internal static int Length(AccountKind kind) => kind is AccountKind.Secp256r1 or AccountKind.Ed25519 ? 64 : 65;

    /// <summary>Bytes of the public key that a kind carries; 0 for those whose signature recovers it.</summary>
    internal static int CarriedKeyLength(AccountKind kind) => kind switch
    {
        AccountKind.Secp256r1 => P256.CompressedBytes,
        AccountKind.Ed25519 => Ed25519PublicKey.Bytes,
        _ => 0,
    };

    /// <summary>
    /// The account that signed a text, where the kind lets the key be recovered; null where no key can have.
    /// </summary>
    internal static Did? Recover(AccountKind kind, string text, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != Secp256k1.SignatureBytes + 1) return null;
        return kind switch
        {
            AccountKind.Secp256k1 or AccountKind.Eip191 => RecoverEthereum(WalletText.Hash(kind, text), signature),
            AccountKind.Bip137 => RecoverBitcoin(WalletText.Hash(kind, text), signature),
            _ => null,
        };
    }

    private static Did? RecoverEthereum(byte[] hash, ReadOnlySpan<byte> signature)
    {
        if (!EthereumAccount.IsSignature(signature)) return null;
        var recoveryId = signature[^1] - EthereumAccount.RecoveryBase;
        var key = Secp256k1.Recover(hash, signature[..^1], recoveryId, compressed: false);
        return key is null ? null : AccountDid.OfEthereum(key);
    }

    private static Did? RecoverBitcoin(byte[] hash, ReadOnlySpan<byte> signature)
    {
        if (!Bip137Header.IsHeader(signature[0])) return null;
        var recoveryId = Bip137Header.RecoveryId(signature[0]);
        var key = Secp256k1.Recover(hash, signature[1..], recoveryId, Bip137Header.IsCompressed(signature[0]));
        return key is null ? null : AccountDid.OfBitcoin(key);
    }
}
