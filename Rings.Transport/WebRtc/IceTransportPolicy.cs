namespace Rings.Transport.WebRtc;

/// <summary>W3C RTCIceTransportPolicy.</summary>
public enum IceTransportPolicy
{
    /// <summary>Every candidate is used.</summary>
    All,

    /// <summary>Only relayed candidates are: the remote side learns no address of this machine.</summary>
    Relay,
}
