namespace Rings.Protocol.Identity;

/// <summary>
/// An account's own private key, held by this node: derives its Did and signs texts as its kind says.
/// </summary>
/// <remarks>
/// A session key is never one of these. An account whose key sits in a wallet has no AccountKey here: its texts are
/// shown and its signatures taken back (<see cref="DelegationDraft.Complete"/>).
/// </remarks>
public abstract class AccountKey : IDisposable
{
    private protected AccountKey()
    {
    }

    /// <summary>The kind of this key.</summary>
    public abstract AccountKind Kind { get; }

    /// <summary>The Did that follows from the public key.</summary>
    public abstract Did Did { get; }

    /// <summary>
    /// What a signature of this kind has to carry beside it: empty where the signature recovers the key.
    /// </summary>
    public abstract ReadOnlyMemory<byte> CarriedPublicKey { get; }

    /// <summary>Makes the key of a kind from its secret.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="secret">32 bytes: a scalar from 1 to n − 1, or an Ed25519 seed.</param>
    /// <exception cref="ProtocolException">The kind is unknown or the secret is none for it.</exception>
    public static AccountKey FromSecret(AccountKind kind, ReadOnlySpan<byte> secret) => kind switch
    {
        AccountKind.Secp256k1 or AccountKind.Eip191 or AccountKind.Eip712 or AccountKind.Bip137 or AccountKind.Bip322 =>
            new Secp256k1AccountKey(kind, secret),
        AccountKind.Secp256r1 => new P256AccountKey(secret),
        AccountKind.Ed25519 => new Ed25519AccountKey(secret),
        _ => throw new ProtocolException("account_kind", "one of the kinds of accounts"),
    };

    /// <summary>Signs a text in the way of the kind.</summary>
    /// <returns>64 or 65 bytes, as <c>Delegation.signature</c> holds them.</returns>
    /// <exception cref="ProtocolException">Kind Eip712, which signs no texts but named fields.</exception>
    public byte[] Sign(string text) => Sign(new Statement(text, null));

    /// <summary>Signs a statement of the protocol in the way of the kind.</summary>
    internal abstract byte[] Sign(Statement statement);

    /// <summary>The secret, 32 bytes in a new array that the caller should erase.</summary>
    public abstract byte[] ExportSecret();

    /// <summary>Erases the key.</summary>
    public abstract void Dispose();
}
