namespace Rings.Protocol.Streams;

/// <summary>How a stream ended.</summary>
public enum StreamEndKind
{
    /// <summary>Both directions came to their ends, and all that was written is with the other end.</summary>
    Finished,

    /// <summary>The other end reset it, or refused it.</summary>
    ResetByPeer,

    /// <summary>This end reset it.</summary>
    ResetHere,

    /// <summary>The set ended beneath it: the other end is gone, or no path was found for too long.</summary>
    Lost,
}
