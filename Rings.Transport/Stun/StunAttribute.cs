namespace Rings.Transport.Stun;

/// <summary>
/// Attribute types that this stack knows (RFC 8489, section 18.3; RFC 8656, section 18; RFC 8445, section 16.1).
/// Those below 0x8000 must be understood by whoever gets them.
/// </summary>
internal enum StunAttribute
{
    /// <summary>The address that a server sees, plain (older servers).</summary>
    MappedAddress = 0x0001,

    /// <summary>Who asks.</summary>
    Username = 0x0006,

    /// <summary>HMAC-SHA1 over what precedes it.</summary>
    MessageIntegrity = 0x0008,

    /// <summary>Code and reason of a refusal.</summary>
    ErrorCode = 0x0009,

    /// <summary>Attributes that the refusing side does not know.</summary>
    UnknownAttributes = 0x000A,

    /// <summary>TURN: a number from 0x4000 for a peer.</summary>
    ChannelNumber = 0x000C,

    /// <summary>TURN: seconds.</summary>
    Lifetime = 0x000D,

    /// <summary>TURN: a peer's address, masked.</summary>
    XorPeerAddress = 0x0012,

    /// <summary>TURN: a packet.</summary>
    Data = 0x0013,

    /// <summary>Whose passwords a server knows.</summary>
    Realm = 0x0014,

    /// <summary>A server's word against replays.</summary>
    Nonce = 0x0015,

    /// <summary>TURN: the relay's address, masked.</summary>
    XorRelayedAddress = 0x0016,

    /// <summary>TURN: IPv4 or IPv6.</summary>
    RequestedAddressFamily = 0x0017,

    /// <summary>TURN: 17, UDP.</summary>
    RequestedTransport = 0x0019,

    /// <summary>HMAC-SHA256 over what precedes it.</summary>
    MessageIntegritySha256 = 0x001C,

    /// <summary>Which hash the password goes through.</summary>
    PasswordAlgorithm = 0x001D,

    /// <summary>SHA-256 of user name and realm, in place of the name.</summary>
    UserHash = 0x001E,

    /// <summary>The address that a server sees, masked.</summary>
    XorMappedAddress = 0x0020,

    /// <summary>ICE: what a peer-reflexive candidate learnt from this check is worth.</summary>
    Priority = 0x0024,

    /// <summary>ICE: the nomination.</summary>
    UseCandidate = 0x0025,

    /// <summary>What that server's certificate must be for.</summary>
    AlternateDomain = 0x8003,

    /// <summary>Which hashes a server offers.</summary>
    PasswordAlgorithms = 0x8002,

    /// <summary>A server's name for people.</summary>
    Software = 0x8022,

    /// <summary>Try this server instead.</summary>
    AlternateServer = 0x8023,

    /// <summary>CRC-32 over what precedes it.</summary>
    Fingerprint = 0x8028,

    /// <summary>ICE: I am controlled; with the tie-breaker.</summary>
    IceControlled = 0x8029,

    /// <summary>ICE: I am controlling; with the tie-breaker.</summary>
    IceControlling = 0x802A,
}
