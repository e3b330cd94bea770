namespace Rings.Protocol.Identity;

/// <summary>How a node's own delegation stands in time.</summary>
internal enum DelegationPhase
{
    /// <summary>
    /// It was issued in the future, beyond what clocks may differ: the clock was wrong then, or is now, and nobody accepts
    /// what is signed under it. Who holds the account's key makes another.
    /// </summary>
    NotYet,

    /// <summary>More than a quarter of its life is left.</summary>
    Fresh,

    /// <summary>A quarter of its life is left, or less: a node that holds its account key renews now.</summary>
    RenewalDue,

    /// <summary>A tenth of its life is left, or less: a node whose account sits in a wallet warns its user.</summary>
    ExpiresSoon,

    /// <summary>It is over: nothing that is signed now will be accepted.</summary>
    Expired,
}
