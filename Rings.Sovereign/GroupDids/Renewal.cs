using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Sovereign.GroupDids;

/// <summary>A node that runs for a group asks for its next delegation: the session key that is replaced signs for the new one.</summary>
/// <param name="Renewed">The delegation that the node runs under.</param>
/// <param name="Signature">By its session key over the new draft, purpose <c>group-renewal</c>; 64 bytes.</param>
public sealed record Renewal(Delegation Renewed, ImmutableArray<byte> Signature)
{
    /// <summary>Whether the running node of a group asks for this, and it is within what a policy may sign.</summary>
    /// <param name="subject">The next delegation.</param>
    /// <param name="key">The group.</param>
    /// <param name="now">The time.</param>
    public bool IsRightFor(SigningSubject.DelegateTo subject, GroupKey key, Instant now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(key);
        var (draft, age) = (subject.Draft, now - subject.Draft.Issued);
        return subject.Fits(key)
            && Renewed.Account == key.Did && Renewed.Ring == key.Plan.Ring
            && Renewed.IsInForce(now, DelegationRenewal.Skew)
            && !draft.SessionKey.Equals(Renewed.SessionKey) && draft.Issued > Renewed.Issued
            && draft.Expires - draft.Issued <= GroupLimits.RenewalLife
            && age >= -DelegationRenewal.Skew && age <= GroupLimits.RenewalAge
            && Renewed.Verify(SignaturePurpose.GroupRenewal, subject.DraftBytes, Signature.AsSpan())
            && Renewed.IsSignedByAccount();
    }

    /// <inheritdoc/>
    public bool Equals(Renewal? other) => other is not null
        && Renewed.Id == other.Renewed.Id && Signature.AsSpan().SequenceEqual(other.Signature.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Renewed.Id.GetHashCode();
}
