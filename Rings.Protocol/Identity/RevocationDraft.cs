using Google.Protobuf;

namespace Rings.Protocol.Identity;

/// <summary>What an account is asked to sign to take back its session keys.</summary>
public sealed class RevocationDraft
{
    private readonly byte[] _accountPublicKey;
    private readonly byte[] _nonce;

    /// <summary>Puts a draft together.</summary>
    /// <param name="kind">The kind of the account.</param>
    /// <param name="account">The account.</param>
    /// <param name="accountPublicKey">33 bytes for Secp256r1, 32 for Ed25519, empty for the other kinds.</param>
    /// <param name="ring">The ring in which delegations end; null: in every ring.</param>
    /// <param name="issuedBefore">Delegations issued earlier end. Cut to whole milliseconds.</param>
    /// <param name="nonce">16 random bytes.</param>
    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public RevocationDraft(
        AccountKind kind, Did account, ReadOnlySpan<byte> accountPublicKey, RingId? ring, Instant issuedBefore,
        ReadOnlySpan<byte> nonce)
    {
        AccountStatement.CheckKind("Revocation", kind, accountPublicKey);
        if (nonce.Length != Delegation.NonceBytes) throw new ProtocolException("Revocation.nonce", "16 bytes");
        (Kind, Account, Ring) = (kind, account, ring);
        (_accountPublicKey, _nonce) = (accountPublicKey.ToArray(), nonce.ToArray());
        IssuedBefore = AccountStatement.WholeMilliseconds("Revocation.issued_before_ms", issuedBefore);
    }

    /// <summary>The kind of the account.</summary>
    public AccountKind Kind { get; }

    /// <summary>The account.</summary>
    public Did Account { get; }

    /// <summary>The account's public key; empty for the kinds whose signature recovers it.</summary>
    public ReadOnlyMemory<byte> AccountPublicKey => _accountPublicKey;

    /// <summary>The ring in which delegations end; null: in every ring.</summary>
    public RingId? Ring { get; }

    /// <summary>Delegations issued earlier end; whole milliseconds.</summary>
    public Instant IssuedBefore { get; }

    /// <summary>The exact text that the account signs: LF line ends, none at the end.</summary>
    public string Text =>
        "Rings Network: revoke session keys.\n\n"
        + $"{AccountStatement.Line(Kind, Account)}\n"
        + $"Ring: {Ring?.ToString() ?? "*"}\n"
        + $"Issued before: {IsoTime.Format(IssuedBefore)}\n"
        + $"Nonce: {Convert.ToHexStringLower(_nonce)}";

    internal Statement Statement => new(Text, Kind == AccountKind.Eip712 ? Typed : null);

    internal TypedStatement Typed => new("Revocation",
    [
        TypedField.Address("account", Account),
        TypedField.Bytes("ring", Ring?.ToByteArray() ?? new byte[RingId.Bytes]),
        TypedField.Flag("everyRing", Ring is null),
        TypedField.Text("issuedBefore", IsoTime.Format(IssuedBefore)),
        TypedField.Bytes("nonce", _nonce),
    ]);

    /// <summary>Lets a key that this node holds sign the draft.</summary>
    /// <exception cref="ProtocolException">The key is of another account or kind.</exception>
    public Revocation Sign(AccountKey key)
    {
        if (key.Kind != Kind || key.Did != Account)
            throw new ProtocolException("Revocation.account_did", "the account of the key that signs");
        return Revocation.Of(this, key.Sign(Statement));
    }

    /// <summary>Completes the draft with a signature made elsewhere, and verifies it.</summary>
    /// <param name="signature">64 or 65 bytes, as <c>Revocation.signature</c> holds them.</param>
    /// <exception cref="ProtocolException">The account did not sign this text.</exception>
    public Revocation Complete(ReadOnlySpan<byte> signature) =>
        AccountSignature.Verify(Kind, Account, _accountPublicKey, Statement, signature)
            ? Revocation.Of(this, signature)
            : throw new ProtocolException("Revocation.signature", $"the signature of {Account} over this very text");

    internal static RevocationDraft Read(Proto.Revocation message) => new(
        (AccountKind)message.AccountKind,
        AccountStatement.ReadDid("Revocation", message.AccountDid),
        message.AccountPublicKey.Span,
        message.Ring.IsEmpty ? null : RingId.Read(message.Ring.Span, "Revocation.ring"),
        AccountStatement.ReadTime("Revocation.issued_before_ms", message.IssuedBeforeMs),
        message.Nonce.Span);

    internal Proto.Revocation ToMessage() => new()
    {
        AccountKind = (Proto.AccountKind)Kind,
        AccountPublicKey = ByteString.CopyFrom(_accountPublicKey),
        AccountDid = ByteString.CopyFrom(Account.ToByteArray()),
        Ring = Ring is { } ring ? ByteString.CopyFrom(ring.ToByteArray()) : ByteString.Empty,
        IssuedBeforeMs = (ulong)IssuedBefore.UnixMilliseconds,
        Nonce = ByteString.CopyFrom(_nonce),
    };
}
