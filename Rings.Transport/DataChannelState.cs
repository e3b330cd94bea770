namespace Rings.Transport;

/// <summary>W3C RTCDataChannelState.</summary>
public enum DataChannelState
{
    /// <summary>Waiting for the connection, or for the remote side.</summary>
    Connecting,

    /// <summary>Can send and receive.</summary>
    Open,

    /// <summary>Being closed; what was buffered still leaves.</summary>
    Closing,

    /// <summary>Closed. Final.</summary>
    Closed,
}
