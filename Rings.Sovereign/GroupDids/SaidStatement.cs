using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>A statement as it was said: its bytes, and the signature of its speaker's session key.</summary>
/// <param name="Statement">What was said.</param>
/// <param name="Bytes">Its bytes, as they were signed.</param>
/// <param name="Delegation">The speaker's delegation; empty: this node's own, which is signed when it leaves.</param>
/// <param name="Signature">64 bytes; empty as above.</param>
public sealed record SaidStatement(
    GroupStatement Statement, ImmutableArray<byte> Bytes, ImmutableArray<byte> Delegation, ImmutableArray<byte> Signature)
{
    /// <summary>SHA-256 of the bytes.</summary>
    public Bytes32 Hash { get; } = Bytes32.Read(Protocol.Crypto.Hash.Sha256(Bytes.AsSpan()));

    /// <summary>Whether it is this node's own, and not signed yet.</summary>
    public bool IsOwn => Signature.IsEmpty;

    /// <summary>A statement of this node's own.</summary>
    public static SaidStatement Own(GroupStatement statement) => new(statement, StatementCodec.Write(statement), [], []);

    /// <summary>Whether a member of a plan has said it, for that plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="now">The time.</param>
    public bool IsOf(GroupPlan plan, Instant now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (Statement.Index < 1 || Statement.Index > plan.Places || Statement.Plan != Bytes32.Read(plan.Hash)) return false;
        try
        {
            var delegation = Protocol.Identity.Delegation.Read(Delegation.AsSpan());
            return delegation.Account == plan.ParticipantAt(Statement.Index) && delegation.Ring == plan.Ring
                && delegation.IsInForce(now, DelegationRenewal.Skew)
                && Signature.Length == Ed25519PublicKey.SignatureBytes
                && delegation.Verify(SignaturePurpose.GroupDeal, Bytes.AsSpan(), Signature.AsSpan())
                && delegation.IsSignedByAccount();
        }
        catch (ProtocolException)
        {
            // No delegation: nobody has said it.
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(SaidStatement? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();
}
