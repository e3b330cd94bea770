namespace Rings.Protocol.Wire;

/// <summary>What the checks of an envelope found, in the order in which they are made.</summary>
internal enum EnvelopeVerdict
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

    /// <summary>It was seen before, or is older than the replay window.</summary>
    Replayed,

    /// <summary>There is no room for its origin's replay window: answer <see cref="Wire.Busy"/>.</summary>
    NoWindow,

    /// <summary>Its link, or all links together, ask for more verifications than the node makes.</summary>
    OverRate,

    /// <summary>Too many new delegations at once: answer <see cref="Wire.Busy"/>.</summary>
    Busy,

    /// <summary>Its delegation is of another ring, not in force, or revoked.</summary>
    BadDelegation,

    /// <summary>
    /// The account did not sign the delegation, or the session key not the transaction: tell the link that carried it,
    /// by <see cref="LinkControl.Forged"/>.
    /// </summary>
    Forged,

    /// <summary>Its origin sends more than one may: answer <see cref="Wire.Busy"/>.</summary>
    OriginOverRate,
}
