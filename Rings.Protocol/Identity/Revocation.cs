using Google.Protobuf;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// An account takes back the session keys that it delegated before a time (protocol.md, section 1). Well-formed, as
/// read; that the account really signed it, <see cref="IsSignedByAccount"/> says.
/// </summary>
public sealed class Revocation
{
    /// <summary>The most bytes that a revocation may have.</summary>
    public const int MaxBytes = 512;

    private readonly byte[] _bytes;
    private readonly byte[] _signature;

    private Revocation(byte[] bytes, RevocationDraft draft, byte[] signature) =>
        (_bytes, Draft, _signature) = (bytes, draft, signature);

    /// <summary>How long it is kept: one day longer than any delegation lives.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(91);

    /// <summary>What the account signed.</summary>
    public RevocationDraft Draft { get; }

    /// <summary>The bytes as they were received, or as they are sent.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The account whose session keys end.</summary>
    public Did Account => Draft.Account;

    /// <summary>Delegations issued earlier are refused.</summary>
    public Instant IssuedBefore => Draft.IssuedBefore;

    /// <summary>Reads a revocation.</summary>
    /// <exception cref="ProtocolException">Too long, malformed, or with a field out of its range.</exception>
    public static Revocation Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("revocation", $"at most {MaxBytes} bytes");
        try
        {
            var parsed = Proto.Revocation.Parser.ParseFrom(bytes);
            var draft = RevocationDraft.Read(parsed);
            var signature = AccountStatement.ReadSignature("Revocation", draft.Kind, parsed.Signature);
            return new(bytes.ToArray(), draft, signature);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ProtocolException("revocation", "a Protocol Buffers message", e);
        }
    }

    /// <summary>Whether the account really signed this.</summary>
    public bool IsSignedByAccount() => AccountSignature.Verify(
        Draft.Kind, Account, Draft.AccountPublicKey.Span, Draft.Statement, _signature);

    /// <summary>
    /// Whether this counts in a ring at a time: for that ring or all, not of the future, not yet forgotten.
    /// </summary>
    /// <param name="ring">The ring in question.</param>
    /// <param name="now">The time.</param>
    /// <param name="skew">How far the account's clock may be ahead: 60 s by default in protocol.md.</param>
    public bool IsInForce(RingId ring, Instant now, TimeSpan skew) =>
        (Draft.Ring is null || Draft.Ring == ring) && IssuedBefore <= now + skew && now < IssuedBefore + Retention;

    /// <summary>Whether this ends a delegation.</summary>
    public bool Revokes(Delegation delegation) =>
        delegation.Account == Account
        && (Draft.Ring is null || Draft.Ring == delegation.Ring)
        && delegation.Issued < IssuedBefore;

    /// <summary>
    /// The one that stands of two for one account in one ring: the later time, then the greater SHA-256 of the bytes.
    /// </summary>
    /// <remarks>
    /// A join: commutative, associative, idempotent. It is the rule of all records (section 5.3): nodes that compare
    /// what they keep see hashes, so no other order could be agreed on by comparing.
    /// </remarks>
    public static Revocation Merge(Revocation left, Revocation right)
    {
        var order = left.IssuedBefore.CompareTo(right.IssuedBefore);
        if (order == 0) order = Hash.Sha256(left._bytes).AsSpan().SequenceCompareTo(Hash.Sha256(right._bytes));
        return order >= 0 ? left : right;
    }

    internal static Revocation Of(RevocationDraft draft, ReadOnlySpan<byte> signature)
    {
        var message = draft.ToMessage();
        message.Signature = ByteString.CopyFrom(signature);
        return new(message.ToByteArray(), draft, signature.ToArray());
    }
}
