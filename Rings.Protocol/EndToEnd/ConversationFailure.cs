namespace Rings.Protocol.EndToEnd;

/// <summary>What became of a hello or a message that got no good answer.</summary>
public enum ConversationFailure
{
    /// <summary>No way leads to the peer.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The peer, or this node's own queue, has no room now.</summary>
    Busy,

    /// <summary>The peer does not know the session: it was restarted.</summary>
    NoSession,

    /// <summary>The peer has no receiver for the message.</summary>
    Unsupported,
}
