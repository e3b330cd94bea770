namespace Rings.Transport.Turn;

/// <summary>What a request is for.</summary>
internal enum TurnRequestKind
{
    /// <summary>Make the relay.</summary>
    Allocate,

    /// <summary>Keep the relay.</summary>
    Refresh,

    /// <summary>End a relay that an earlier process has left on this 5-tuple, then allocate again.</summary>
    ClearStale,

    /// <summary>Let a peer's address through.</summary>
    Permit,

    /// <summary>Give a peer a channel.</summary>
    Bind,
}
