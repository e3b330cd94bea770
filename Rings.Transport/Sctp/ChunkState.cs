namespace Rings.Transport.Sctp;

/// <summary>What is known of a chunk that was given a TSN.</summary>
internal enum ChunkState : byte
{
    /// <summary>Sent, and not known to be lost.</summary>
    InFlight,

    /// <summary>Taken for lost; waits to be sent again.</summary>
    Lost,

    /// <summary>Acknowledged by a gap block: the remote side may still renege.</summary>
    Acked,

    /// <summary>Given up (RFC 3758): to be skipped by FORWARD TSN.</summary>
    Abandoned,
}
