namespace Rings.Protocol.EndToEnd;

/// <summary>How a message of a conversation ended.</summary>
public enum ConversationOutcome
{
    /// <summary>The peer said, signed, that it has it.</summary>
    Delivered,

    /// <summary>The peer could not be reached; it never had the message.</summary>
    Away,

    /// <summary>The peer has no receiver for it.</summary>
    Unsupported,

    /// <summary>Too many messages wait here, or the peer has had no room until the deadline.</summary>
    Busy,

    /// <summary>It was sent, and no receipt came until the deadline: it may have arrived.</summary>
    TimedOut,

    /// <summary>The peer refuses to agree on a session.</summary>
    Refused,
}
