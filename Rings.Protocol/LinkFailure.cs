namespace Rings.Protocol;

/// <summary>Why there is no link.</summary>
public enum LinkFailure
{
    /// <summary>The offer or answer breaks a rule, or does not belong to what was asked.</summary>
    Invalid,

    /// <summary>The node's policy, or the peer's, says no.</summary>
    Refused,

    /// <summary>The link budget is spent, here or there.</summary>
    Full,

    /// <summary>Too many offers at once; later ones may do better.</summary>
    Busy,

    /// <summary>Nobody answers there, or the ring has no way to the peer.</summary>
    Unreachable,

    /// <summary>The connection did not come up in time.</summary>
    TimedOut,

    /// <summary>The peer's link is ready, or its own offer stands.</summary>
    Superseded,

    /// <summary>The node is leaving or has failed.</summary>
    Stopped,
}
