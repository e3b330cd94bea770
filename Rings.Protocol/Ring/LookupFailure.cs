namespace Rings.Protocol.Ring;

/// <summary>Why a look-up found no owner.</summary>
public enum LookupFailure
{
    /// <summary>The node is not on a ring and has no link to a member.</summary>
    NotJoined,

    /// <summary>Every first hop that was tried said that the route ended without an owner.</summary>
    Unreachable,

    /// <summary>No answer came before the last attempt's deadline.</summary>
    TimedOut,

    /// <summary>More look-ups are open than <see cref="RingSettings.OpenLookups"/>.</summary>
    TooMany,

    /// <summary>The node left the ring.</summary>
    Left,
}
