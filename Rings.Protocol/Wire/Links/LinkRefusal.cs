namespace Rings.Protocol.Wire;

/// <summary>Why an offer or an answer is not accepted, in the order of the checks.</summary>
internal enum LinkRefusal
{
    /// <summary>It is accepted.</summary>
    None,

    /// <summary>
    /// It lacks the mark of the private ring's members, or has a wrong one, or has one in a public ring.
    /// </summary>
    PskTag,

    /// <summary>Payload or delegation cannot be read.</summary>
    Malformed,

    /// <summary>Its time is over, has not come, or is longer than two minutes.</summary>
    Time,

    /// <summary>It is for another ring.</summary>
    Ring,

    /// <summary>It is for another node, or from this node itself.</summary>
    Address,

    /// <summary>No protocol version that both ends speak.</summary>
    Version,

    /// <summary>The answer is to no offer of this node that still waits, or names another link.</summary>
    Unknown,

    /// <summary>The answer names features that were not offered.</summary>
    Features,

    /// <summary>The delegation is not valid, or is another account's than <c>from</c>.</summary>
    Delegation,

    /// <summary>Too many new delegations at once: try again later.</summary>
    Busy,

    /// <summary>The session key did not sign it.</summary>
    Signature,

    /// <summary>
    /// The session description has not exactly one media section and one SHA-256 fingerprint (<see cref="LinkSdp"/>).
    /// </summary>
    Sdp,
}
