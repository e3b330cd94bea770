namespace Rings.Protocol.Identity;

/// <summary>What became of a delegation that was shown.</summary>
internal enum DelegationVerdict
{
    /// <summary>In force: its session key may act.</summary>
    Valid,

    /// <summary>Not a well-formed delegation.</summary>
    Malformed,

    /// <summary>The account did not sign it.</summary>
    Forged,

    /// <summary>It is for another ring.</summary>
    WrongRing,

    /// <summary>It was issued further in the future than clocks may differ.</summary>
    NotYet,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The account took it back.</summary>
    Revoked,

    /// <summary>Too many unknown delegations at once: ask again later. Says nothing about this one.</summary>
    Busy,
}
