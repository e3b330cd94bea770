namespace Rings.Actors.Public;

/// <summary>Why a message is not known to have arrived.</summary>
public enum SendFailure
{
    /// <summary>The command is not one that can be carried out: a bad protocol name, too many bytes.</summary>
    Invalid,

    /// <summary>No link leads to the destination, and a second way was tried.</summary>
    Unreachable,

    /// <summary>The destination has no receiver for the protocol.</summary>
    Unsupported,

    /// <summary>The destination, or this node's own queue, has no room now.</summary>
    Busy,

    /// <summary>No receipt came in time. The message may have arrived all the same.</summary>
    TimedOut,

    /// <summary>The node is leaving or has failed.</summary>
    Stopped,
}
