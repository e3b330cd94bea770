namespace Rings.Transport.Sctp;

/// <summary>Where an association stands (RFC 9260, section 4).</summary>
internal enum SctpState
{
    /// <summary>Nothing sent yet, or over.</summary>
    Closed,

    /// <summary>INIT sent, waiting for INIT ACK.</summary>
    CookieWait,

    /// <summary>COOKIE ECHO sent, waiting for COOKIE ACK.</summary>
    CookieEchoed,

    /// <summary>Up.</summary>
    Established,

    /// <summary>Asked to shut down; data is still outstanding here.</summary>
    ShutdownPending,

    /// <summary>SHUTDOWN sent, waiting for SHUTDOWN ACK.</summary>
    ShutdownSent,

    /// <summary>SHUTDOWN received; data is still outstanding here.</summary>
    ShutdownReceived,

    /// <summary>SHUTDOWN ACK sent, waiting for SHUTDOWN COMPLETE.</summary>
    ShutdownAckSent,
}
