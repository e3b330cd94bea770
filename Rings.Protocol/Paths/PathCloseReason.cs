namespace Rings.Protocol.Paths;

/// <summary>
/// Why a path ended, as <c>CLOSE</c> says it (docs/protocol, 7.1): one byte. Nobody signs it, so it is a hint. A reason
/// that this version does not know is handed on as it is.
/// </summary>
public enum PathCloseReason : byte
{
    /// <summary>An end needs it no longer; what was sent before still arrives.</summary>
    Done = 1,

    /// <summary>No link leads there, or a relay has this path already.</summary>
    NoRoute = 2,

    /// <summary>A node on the way has no place for it.</summary>
    Full = 3,

    /// <summary>A link that it went over is gone.</summary>
    Broken = 4,

    /// <summary>The other end does not want it.</summary>
    Refused = 5,

    /// <summary>Nothing was sent for two minutes.</summary>
    Idle = 6,

    /// <summary>The other end said something that is against the rules.</summary>
    Protocol = 7,

    /// <summary>The other end has not the session that it was sealed in.</summary>
    NoSession = 8,

    /// <summary>The other end did not answer within ten seconds.</summary>
    NoAnswer = 9,

    /// <summary>What was sent found no credit for 30 s.</summary>
    Stalled = 10,
}
