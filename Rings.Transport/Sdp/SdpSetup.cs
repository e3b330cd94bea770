namespace Rings.Transport.Sdp;

/// <summary>Who begins the DTLS handshake (RFC 8842, section 5.1; RFC 4145, section 4).</summary>
internal enum SdpSetup
{
    /// <summary>Either: only an offer may say so.</summary>
    ActPass,

    /// <summary>This side is the client.</summary>
    Active,

    /// <summary>This side is the server.</summary>
    Passive,
}
