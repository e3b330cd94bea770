namespace Rings.Protocol.Identity;

/// <summary>When a node renews its own delegation, and how.</summary>
internal static class DelegationRenewal
{
    /// <summary>How far ahead of this node's clock others' may be (protocol.md, section 9).</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>How a delegation stands at a time.</summary>
    public static DelegationPhase PhaseAt(Delegation delegation, Instant now)
    {
        if (delegation.Issued > now + Skew) return DelegationPhase.NotYet;
        if (now >= delegation.Expires) return DelegationPhase.Expired;
        var left = delegation.Expires - now;
        var life = delegation.Expires - delegation.Issued;
        return left <= life / 10 ? DelegationPhase.ExpiresSoon
            : left <= life / 4 ? DelegationPhase.RenewalDue
            : DelegationPhase.Fresh;
    }

    /// <summary>When the next phase begins; null once expired.</summary>
    public static Instant? NextPhase(Delegation delegation, Instant now)
    {
        var life = delegation.Expires - delegation.Issued;
        return PhaseAt(delegation, now) switch
        {
            DelegationPhase.Fresh => delegation.Expires - life / 4,
            DelegationPhase.RenewalDue => delegation.Expires - life / 10,
            DelegationPhase.ExpiresSoon => delegation.Expires,
            DelegationPhase.NotYet => delegation.Issued - Skew,
            _ => null,
        };
    }

    /// <summary>A draft like an earlier delegation, of the same length, for a new session key.</summary>
    /// <param name="earlier">The delegation to follow.</param>
    /// <param name="sessionKey">The new key.</param>
    /// <param name="now">When it is issued.</param>
    /// <param name="nonce">16 random bytes.</param>
    public static DelegationDraft Renew(
        Delegation earlier, SessionKey sessionKey, Instant now, ReadOnlySpan<byte> nonce) =>
        new(earlier.Kind, earlier.Account, earlier.Draft.AccountPublicKey.Span, sessionKey.PublicKey, earlier.Ring,
            now, now + (earlier.Expires - earlier.Issued), nonce);
}
