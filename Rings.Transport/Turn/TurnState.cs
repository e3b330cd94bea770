namespace Rings.Transport.Turn;

/// <summary>How a <see cref="TurnClient"/> stands.</summary>
internal enum TurnState
{
    /// <summary>Not begun.</summary>
    New,

    /// <summary>Asking for a relay.</summary>
    Allocating,

    /// <summary>The relay stands.</summary>
    Ready,

    /// <summary>Ended: by the server, or by this side. Final.</summary>
    Ended,
}
