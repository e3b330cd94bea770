namespace Rings.Transport.Sctp;

/// <summary>Parameter types of INIT, INIT ACK, HEARTBEAT and RE-CONFIG.</summary>
internal static class ParameterType
{
    /// <summary>What a HEARTBEAT wants back (RFC 9260, section 3.3.5).</summary>
    public const ushort HeartbeatInfo = 1;

    /// <summary>The state cookie (RFC 9260, section 3.3.3).</summary>
    public const ushort StateCookie = 7;

    /// <summary>Parameters of an INIT that were not known (RFC 9260, section 3.3.3).</summary>
    public const ushort UnrecognizedParameter = 8;

    /// <summary>Outgoing SSN reset request (RFC 6525, section 4.1).</summary>
    public const ushort OutgoingReset = 13;

    /// <summary>Incoming SSN reset request (RFC 6525, section 4.2).</summary>
    public const ushort IncomingReset = 14;

    /// <summary>SSN/TSN reset request (RFC 6525, section 4.3).</summary>
    public const ushort TsnReset = 15;

    /// <summary>Answers a request (RFC 6525, section 4.4).</summary>
    public const ushort ReconfigResponse = 16;

    /// <summary>Add outgoing streams (RFC 6525, section 4.5).</summary>
    public const ushort AddOutgoingStreams = 17;

    /// <summary>Add incoming streams (RFC 6525, section 4.6).</summary>
    public const ushort AddIncomingStreams = 18;

    /// <summary>A zero checksum is accepted (RFC 9653, section 4).</summary>
    public const ushort ZeroChecksumAcceptable = 0x8001;

    /// <summary>Chunk types supported beyond the basic ones (RFC 5061, section 4.2.7).</summary>
    public const ushort SupportedExtensions = 0x8008;

    /// <summary>FORWARD TSN is understood (RFC 3758, section 3.1).</summary>
    public const ushort ForwardTsnSupported = 0xC000;

    /// <summary>Whether INIT and INIT ACK may carry the parameter without our acting on it: addresses, ECN, AUTH,
    /// ASCONF.</summary>
    public static bool IsIgnored(ushort type) => type
        is 5 or 6 or 9 or 11 or 12                // Addresses, cookie preservative, host name, address types.
        or 0x8000 or 0x8002 or 0x8003 or 0x8004   // ECN, RANDOM, CHUNKS, HMAC-ALGO.
        or 0xC006;                                // Adaptation layer.
}
