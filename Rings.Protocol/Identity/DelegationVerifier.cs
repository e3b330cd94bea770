using Rings.Protocol.Limits;

namespace Rings.Protocol.Identity;

/// <summary>
/// Judges the delegations that others show, in one ring. What was verified once is kept; failures are remembered, and
/// unknown ones are verified only so fast (protocol.md, section 1).
/// </summary>
/// <remarks>
/// One for a node, used by all its parts: the bounds hold for them together. Safe for use by several threads: a lock
/// guards the tables, and signatures are verified outside it. Expiry, ring and revocation are checked at every use.
/// </remarks>
/// <param name="ring">The only ring whose delegations are accepted.</param>
/// <param name="limits">Bounds on work and memory.</param>
internal sealed class DelegationVerifier(RingId ring, DelegationLimits limits)
{
    private readonly Lock _gate = new();
    private readonly UsedMap<DelegationId, Delegation> _verified = new(limits.Verified);
    private readonly FailureMemory _failed = new(limits.Failed, limits.FailedFor);
    private readonly SharedRate<Did> _new = new(limits.PerSecond, limits.PerLinkAndSecond);

    /// <summary>What is known about revocations.</summary>
    public RevocationTable Revocations { get; } = new(ring, limits);

    /// <summary>Delegations that were verified and are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _verified.Count;
        }
    }

    /// <summary>
    /// Keeps a delegation as one that was verified: the node's own, which came with its session key. The others will
    /// verify it; here its signature would only make the curve's tables at each start.
    /// </summary>
    public void Vouch(Delegation own)
    {
        if (own.Ring != ring) return;
        lock (_gate)
        {
            if (!_verified.TryGet(own.Id, out _)) _verified.Add(own.Id, own);
        }
    }

    /// <summary>Judges a delegation by its bytes.</summary>
    /// <param name="bytes">The bytes as they were received.</param>
    /// <param name="link">The neighbour over whose link it came, for the limit per link.</param>
    /// <param name="now">The time.</param>
    /// <param name="delegation">Where the verdict is <see cref="DelegationVerdict.Valid"/>, else null.</param>
    public DelegationVerdict Check(ReadOnlySpan<byte> bytes, Did link, Instant now, out Delegation? delegation)
    {
        var verdict = Verify(bytes, link, now, out delegation);
        if (delegation is not null) verdict = Recheck(delegation, now);
        if (verdict != DelegationVerdict.Valid) delegation = null;
        return verdict;
    }

    /// <summary>
    /// Whether the account signed a delegation for this ring, whatever the time and whatever was revoked: for what
    /// stays valid beyond the delegation's end.
    /// </summary>
    /// <param name="bytes">The bytes as they were received.</param>
    /// <param name="link">The neighbour over whose link it came, for the limit per link.</param>
    /// <param name="now">The time, for the limits.</param>
    /// <param name="delegation">Where the verdict is <see cref="DelegationVerdict.Valid"/>, else null.</param>
    public DelegationVerdict Verify(ReadOnlySpan<byte> bytes, Did link, Instant now, out Delegation? delegation)
    {
        var id = DelegationId.Of(bytes);
        if (Find(id, now, out delegation) is { } known) return known;
        if (!_new.TryTake(link, now)) return DelegationVerdict.Busy;
        var verdict = Verify(bytes, out delegation);
        lock (_gate)
        {
            if (delegation is null) _failed.Add(id, verdict, now);
            else _verified.Add(id, delegation);
        }

        return verdict;
    }

    /// <summary>
    /// Judges a delegation that was valid before, by the time and by what is now known about revocations.
    /// </summary>
    public DelegationVerdict Recheck(Delegation delegation, Instant now) =>
        delegation.Ring != ring ? DelegationVerdict.WrongRing
        : delegation.Issued > now + limits.Skew ? DelegationVerdict.NotYet
        : delegation.Expires <= now ? DelegationVerdict.Expired
        : Revocations.IsRevoked(delegation) ? DelegationVerdict.Revoked
        : DelegationVerdict.Valid;

    private DelegationVerdict? Find(DelegationId id, Instant now, out Delegation? delegation)
    {
        lock (_gate)
        {
            return _verified.TryGet(id, out delegation) ? DelegationVerdict.Valid : _failed.Find(id, now);
        }
    }

    private DelegationVerdict Verify(ReadOnlySpan<byte> bytes, out Delegation? delegation)
    {
        try
        {
            delegation = Delegation.Read(bytes);
        }
        catch (ProtocolException)
        {
            delegation = null;
            return DelegationVerdict.Malformed;
        }

        if (delegation.Ring == ring && delegation.IsSignedByAccount()) return DelegationVerdict.Valid;
        var verdict = delegation.Ring == ring ? DelegationVerdict.Forged : DelegationVerdict.WrongRing;
        delegation = null;
        return verdict;
    }
}
