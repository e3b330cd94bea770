using Rings.Protocol.Identity;

namespace Rings.Protocol.Storage;

/// <summary>Says whether records may be kept, before anything is stored (protocol.md, section 5).</summary>
/// <param name="ring">The ring.</param>
/// <param name="delegations">Verifies authors' delegations.</param>
/// <param name="limits">Bounds.</param>
internal sealed class RecordRules(RingId ring, DelegationVerifier delegations, RecordLimits limits)
{
    /// <summary>The bounds.</summary>
    public RecordLimits Limits => limits;

    /// <summary>Judges a record: the cheap checks first, the signature last.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">Where it is to be kept.</param>
    /// <param name="link">The neighbour over whose link it came, for the limit of unknown delegations.</param>
    /// <param name="now">The time.</param>
    public RecordVerdict Check(StoredRecord record, Did key, Did link, Instant now)
    {
        if (!record.BelongsAt(key)) return RecordVerdict.WrongKey;
        if (record.Expires <= now) return RecordVerdict.Expired;
        if (record.Revocation is { } revocation) return Check(revocation, now);
        if (record.Fields.Signed > now + limits.Skew) return RecordVerdict.BadTime;
        var life = limits.LifeOf(record.Kind, record.Fields.Name);
        if (!record.IsRemoval && record.Fields.Expires > record.Fields.Signed + life) return RecordVerdict.LivesTooLong;
        return CheckAuthor(record, link, now);
    }

    private RecordVerdict Check(Revocation revocation, Instant now) =>
        !revocation.IsInForce(ring, now, limits.Skew) ? RecordVerdict.BadTime
        : revocation.IsSignedByAccount() ? RecordVerdict.Valid
        : RecordVerdict.Forged;

    private RecordVerdict CheckAuthor(StoredRecord record, Did link, Instant now)
    {
        var verdict = delegations.Verify(record.Delegation.Span, link, now, out var delegation);
        if (delegation is null)
        {
            return verdict switch
            {
                DelegationVerdict.Busy => RecordVerdict.Busy,
                DelegationVerdict.WrongRing => RecordVerdict.WrongAuthor,
                _ => RecordVerdict.Forged,
            };
        }

        if (delegation.Account != record.Fields.Author) return RecordVerdict.WrongAuthor;
        if (delegations.Revocations.IsRevoked(delegation)) return RecordVerdict.Revoked;
        if (record.Fields.Signed < delegation.Issued || record.Fields.Signed > delegation.Expires)
            return RecordVerdict.BadTime;
        if (!record.IsRemoval && record.Fields.Expires > delegation.Expires) return RecordVerdict.LivesTooLong;
        return CheckBytes(record, delegation);
    }

    private static RecordVerdict CheckBytes(StoredRecord record, Delegation delegation)
    {
        if (record.Fields.Hash is { } hash && !hash.IsOf(record.Content.Span)) return RecordVerdict.WrongContent;
        var purpose = StoredRecord.PurposeOf(record.Kind);
        return delegation.Verify(purpose, record.Payload.Span, record.Signature.Span)
            ? RecordVerdict.Valid
            : RecordVerdict.Forged;
    }
}
