namespace Rings.Protocol;

/// <summary>
/// Why a message is not known to have arrived: the same word in the outbox, in conversations, in what applications are
/// told and in what people read (<c>Words</c>). Never on the wire.
/// </summary>
public enum Undelivered
{
    /// <summary>It cannot be sent as it is: a bad protocol name, too many bytes, a deadline out of its range.</summary>
    Invalid,

    /// <summary>No link leads to the destination, as this node or the network says, and a second way was tried.</summary>
    Unreachable,

    /// <summary>The destination has no receiver for the protocol.</summary>
    Unsupported,

    /// <summary>The destination takes part in no end-to-end sessions, or not with this node.</summary>
    Refused,

    /// <summary>The destination does not know the session that the message was sealed in: it was restarted.</summary>
    NoSession,

    /// <summary>The destination, or this node's own queue, has no room now.</summary>
    Busy,

    /// <summary>No reply came in time. The message may have arrived all the same.</summary>
    TimedOut,

    /// <summary>The node is leaving or has failed.</summary>
    Stopped,
}
