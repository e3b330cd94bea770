namespace Rings.Protocol.Wire;

/// <summary>Why a link is closed or refused. A reason of a later version is read as <see cref="Unknown"/>.</summary>
public enum GoAwayReason
{
    /// <summary>Not said, or not known to this version.</summary>
    Unknown = 0,

    /// <summary>The node stops.</summary>
    Leaving = 1,

    /// <summary>No room for more links.</summary>
    Full = 2,

    /// <summary>A later delegation of the same Did, or a newer link, takes over.</summary>
    Superseded = 3,

    /// <summary>The link is not needed any more.</summary>
    Idle = 4,

    /// <summary>The other end broke a rule.</summary>
    ProtocolError = 5,

    /// <summary>Policy, or too many forgeries.</summary>
    Refused = 6,

    /// <summary>The other end's delegation has ended or was revoked.</summary>
    DelegationEnded = 7,
}
