namespace Rings.Transport.Dtls;

/// <summary>Which side of the DTLS handshake this is (RFC 8842, section 5: the active side is the client).</summary>
internal enum DtlsRole
{
    /// <summary>Sends the ClientHello; "active" in SDP.</summary>
    Client,

    /// <summary>Waits for the ClientHello; "passive" in SDP.</summary>
    Server,
}
