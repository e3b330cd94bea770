namespace Rings.Transport;

/// <summary>W3C RTCPeerConnectionState.</summary>
public enum PeerConnectionState
{
    /// <summary>Made, nothing exchanged yet.</summary>
    New,

    /// <summary>Checking candidates or shaking hands.</summary>
    Connecting,

    /// <summary>ICE, DTLS and SCTP are up.</summary>
    Connected,

    /// <summary>No answer from the remote side for a while; may come back by itself.</summary>
    Disconnected,

    /// <summary>Given up. Final unless ICE is restarted.</summary>
    Failed,

    /// <summary>Closed by either side. Final.</summary>
    Closed,
}
