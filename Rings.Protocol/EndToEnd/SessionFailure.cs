namespace Rings.Protocol.EndToEnd;

/// <summary>Why a handshake message, a first message or a session message was refused.</summary>
public enum SessionFailure
{
    /// <summary>It was not: all is well.</summary>
    None,

    /// <summary>Not a message of this kind, or a field out of its range.</summary>
    Malformed,

    /// <summary>Of a version that this node does not speak.</summary>
    WrongVersion,

    /// <summary>Meant for another ring or account, or says that it is by another than its delegation.</summary>
    WrongParty,

    /// <summary>The session key's signature is wrong.</summary>
    BadSignature,

    /// <summary>Too old, or of the future.</summary>
    WrongTime,

    /// <summary>Seen before.</summary>
    Repeated,

    /// <summary>The memory of what was seen is full.</summary>
    Busy,

    /// <summary>Both sides have no suite in common, or the answer names one that was not offered.</summary>
    NoCommonSuite,

    /// <summary>A key of small order, which would make the secret known to all.</summary>
    WeakKey,

    /// <summary>An answer to another hello.</summary>
    WrongHello,

    /// <summary>The key confirmation is wrong or missing.</summary>
    BadConfirmation,

    /// <summary>Of another session, or sealed with a prekey that is gone.</summary>
    UnknownKey,

    /// <summary>Opened before, or so late that its key was dropped.</summary>
    KeyGone,

    /// <summary>Further ahead of what was received than the ratchet follows.</summary>
    TooFarAhead,

    /// <summary>Changed on its way, or never meant for this session.</summary>
    NotAuthentic,
}
