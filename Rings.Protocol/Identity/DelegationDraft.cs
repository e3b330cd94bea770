using Google.Protobuf;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>What an account is asked to sign: a delegation without its signature.</summary>
public sealed class DelegationDraft
{
    private const string Notice = "Sign this only in software that you run yourself.";

    private readonly byte[] _accountPublicKey;
    private readonly byte[] _nonce;

    /// <summary>Puts a draft together. Times are cut to whole milliseconds.</summary>
    /// <param name="kind">The kind of the account.</param>
    /// <param name="account">The account.</param>
    /// <param name="accountPublicKey">33 bytes for Secp256r1, 32 for Ed25519, empty for the other kinds.</param>
    /// <param name="sessionKey">The key that shall act.</param>
    /// <param name="ring">Where it shall act.</param>
    /// <param name="issued">Now.</param>
    /// <param name="expires">Later than issued, by 90 days at most.</param>
    /// <param name="nonce">16 random bytes.</param>
    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public DelegationDraft(
        AccountKind kind, Did account, ReadOnlySpan<byte> accountPublicKey, Ed25519PublicKey sessionKey, RingId ring,
        Instant issued, Instant expires, ReadOnlySpan<byte> nonce)
    {
        AccountStatement.CheckKind("Delegation", kind, accountPublicKey);
        if (nonce.Length != Delegation.NonceBytes) throw new ProtocolException("Delegation.nonce", "16 bytes");
        (Kind, Account, SessionKey, Ring) = (kind, account, sessionKey, ring);
        (_accountPublicKey, _nonce) = (accountPublicKey.ToArray(), nonce.ToArray());
        Issued = AccountStatement.WholeMilliseconds("Delegation.issued_ms", issued);
        Expires = AccountStatement.WholeMilliseconds("Delegation.expires_ms", expires);
        if (Expires <= Issued || Expires - Issued > Delegation.MaxLifetime)
            throw new ProtocolException("Delegation.expires_ms", "a time later than issued_ms, by 90 days at most");
    }

    /// <summary>The kind of the account.</summary>
    public AccountKind Kind { get; }

    /// <summary>The account.</summary>
    public Did Account { get; }

    /// <summary>The account's public key; empty for the kinds whose signature recovers it.</summary>
    public ReadOnlyMemory<byte> AccountPublicKey => _accountPublicKey;

    /// <summary>The key that shall act.</summary>
    public Ed25519PublicKey SessionKey { get; }

    /// <summary>Where it shall act.</summary>
    public RingId Ring { get; }

    /// <summary>From when on; whole milliseconds.</summary>
    public Instant Issued { get; }

    /// <summary>Until when; whole milliseconds.</summary>
    public Instant Expires { get; }

    /// <summary>16 random bytes.</summary>
    public ReadOnlyMemory<byte> Nonce => _nonce;

    /// <summary>The exact text that the account signs: LF line ends, none at the end.</summary>
    public string Text =>
        "Rings Network wants to act for you with a session key.\n\n"
        + $"{AccountStatement.Line(Kind, Account)}\n"
        + $"Session key: {SessionKey}\n"
        + $"Ring: {Ring}\n"
        + $"Issued: {IsoTime.Format(Issued)}\n"
        + $"Expires: {IsoTime.Format(Expires)}\n"
        + $"Nonce: {Convert.ToHexStringLower(_nonce)}\n\n"
        + Notice;

    /// <summary>
    /// What is put before the account's owner: <see cref="Text"/>, for kind Eip712 the JSON that
    /// <c>eth_signTypedData_v4</c> takes.
    /// </summary>
    public string ToSign => Kind == AccountKind.Eip712 ? EthereumTypedData.ToJson(Typed) : Text;

    internal Statement Statement => new(Text, Kind == AccountKind.Eip712 ? Typed : null);

    internal TypedStatement Typed => new("Delegation",
    [
        TypedField.Address("account", Account),
        TypedField.Bytes("sessionKey", SessionKey.Span),
        TypedField.Bytes("ring", Ring.ToByteArray()),
        TypedField.Text("issued", IsoTime.Format(Issued)),
        TypedField.Text("expires", IsoTime.Format(Expires)),
        TypedField.Bytes("nonce", _nonce),
        TypedField.Text("notice", Notice),
    ]);

    /// <summary>Lets a key that this node holds sign the draft.</summary>
    /// <exception cref="ProtocolException">The key is of another account or kind.</exception>
    public Delegation Sign(AccountKey key)
    {
        if (key.Kind != Kind || key.Did != Account)
            throw new ProtocolException("Delegation.account_did", "the account of the key that signs");
        return Delegation.Of(this, key.Sign(Statement));
    }

    /// <summary>Reads what a wallet gave as its signature, into the form that <see cref="Complete"/> takes.</summary>
    /// <param name="signature">Hex digits or base64; for kind Bip322 the simple form.</param>
    /// <exception cref="ProtocolException">It is none for the kind.</exception>
    public byte[] ReadSignature(string signature) => Kind == AccountKind.Bip322
        ? Bip322.ToCompact(Account, Text, WalletSignature.DecodeBip322(signature))
        : WalletSignature.Parse(Kind, signature);

    /// <summary>Completes the draft with a signature made elsewhere, and verifies it.</summary>
    /// <param name="signature">64 or 65 bytes, as <c>Delegation.signature</c> holds them.</param>
    /// <exception cref="ProtocolException">The account did not sign this text.</exception>
    public Delegation Complete(ReadOnlySpan<byte> signature) =>
        AccountSignature.Verify(Kind, Account, _accountPublicKey, Statement, signature)
            ? Delegation.Of(this, signature)
            : throw new ProtocolException("Delegation.signature", $"the signature of {Account} over this very text");

    internal static DelegationDraft Read(Proto.Delegation message) => new(
        (AccountKind)message.AccountKind,
        AccountStatement.ReadDid("Delegation", message.AccountDid),
        message.AccountPublicKey.Span,
        Ed25519PublicKey.Read(message.SessionKey.Span, "Delegation.session_key"),
        RingId.Read(message.Ring.Span, "Delegation.ring"),
        AccountStatement.ReadTime("Delegation.issued_ms", message.IssuedMs),
        AccountStatement.ReadTime("Delegation.expires_ms", message.ExpiresMs),
        message.Nonce.Span);

    internal Proto.Delegation ToMessage() => new()
    {
        AccountKind = (Proto.AccountKind)Kind,
        AccountPublicKey = ByteString.CopyFrom(_accountPublicKey),
        AccountDid = ByteString.CopyFrom(Account.ToByteArray()),
        SessionKey = ByteString.CopyFrom(SessionKey.Span),
        Ring = ByteString.CopyFrom(Ring.ToByteArray()),
        IssuedMs = (ulong)Issued.UnixMilliseconds,
        ExpiresMs = (ulong)Expires.UnixMilliseconds,
        Nonce = ByteString.CopyFrom(_nonce),
    };
}
