namespace Rings.Protocol.Wire;

/// <summary>What the checks of an envelope found, in the order in which they are made.</summary>
public enum EnvelopeVerdict
{
    /// <summary>Nothing is wrong: forward it, or act on it.</summary>
    Accepted,

    /// <summary>It belongs to another ring.</summary>
    WrongRing,

    /// <summary>Its kind does not travel on the lane that it came by.</summary>
    WrongLane,

    /// <summary>Its kind is not idempotent and may not go to a key's owner.</summary>
    WrongMode,

    /// <summary>It was made further in the future than clocks may differ.</summary>
    NotYet,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>At a relay: no hop is left.</summary>
    NoHopsLeft,

    /// <summary>At the destination: it is for another node.</summary>
    NotForUs,

    /// <summary>It was seen before, or is older than the replay window.</summary>
    Replayed,

    /// <summary>
    /// Too many new delegations at once, or no room for their windows: answer <see cref="Wire.Busy"/>.
    /// </summary>
    Busy,

    /// <summary>Its delegation is malformed, forged, of another ring, not in force, or revoked.</summary>
    BadDelegation,

    /// <summary>
    /// The session key did not sign it: tell the link that carried it, by <see cref="LinkControl.Forged"/>.
    /// </summary>
    Forged,
}
