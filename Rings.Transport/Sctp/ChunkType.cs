namespace Rings.Transport.Sctp;

/// <summary>Chunk types (RFC 9260, section 3.2; RFC 3758; RFC 6525). The two high bits say what to do with unknown
/// ones.</summary>
internal static class ChunkType
{
    /// <summary>User data.</summary>
    public const byte Data = 0;

    /// <summary>Begins a handshake.</summary>
    public const byte Init = 1;

    /// <summary>Answers INIT with a cookie.</summary>
    public const byte InitAck = 2;

    /// <summary>Selective acknowledgement.</summary>
    public const byte Sack = 3;

    /// <summary>Asks whether the path works.</summary>
    public const byte Heartbeat = 4;

    /// <summary>Answers HEARTBEAT.</summary>
    public const byte HeartbeatAck = 5;

    /// <summary>Ends the association at once.</summary>
    public const byte Abort = 6;

    /// <summary>Begins the orderly end.</summary>
    public const byte Shutdown = 7;

    /// <summary>Answers SHUTDOWN.</summary>
    public const byte ShutdownAck = 8;

    /// <summary>Reports a condition that does not end the association.</summary>
    public const byte Error = 9;

    /// <summary>Returns the cookie.</summary>
    public const byte CookieEcho = 10;

    /// <summary>Answers COOKIE ECHO.</summary>
    public const byte CookieAck = 11;

    /// <summary>Ends the orderly end.</summary>
    public const byte ShutdownComplete = 14;

    /// <summary>Stream reconfiguration (RFC 6525).</summary>
    public const byte Reconfig = 130;

    /// <summary>Nothing: makes a packet longer (RFC 4820).</summary>
    public const byte Pad = 132;

    /// <summary>Abandons messages (RFC 3758).</summary>
    public const byte ForwardTsn = 192;
}
