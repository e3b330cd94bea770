namespace Rings.Actors.Messages;

/// <summary>Why a request ended without a reply.</summary>
internal enum RequestFailure
{
    /// <summary>No route leads to the destination, as this node or the network says.</summary>
    Unreachable,

    /// <summary>No reply came in time.</summary>
    TimedOut,

    /// <summary>This node has no room for more requests, or the link's queue is full.</summary>
    Busy,
}
