namespace Rings.Transport.Sctp;

/// <summary>The congestion controllers to choose from.</summary>
internal enum CongestionAlgorithm
{
    /// <summary>RFC 9260, section 7: what every other WebRTC stack does.</summary>
    Reno,

    /// <summary>CUBIC (RFC 9438).</summary>
    Cubic,

    /// <summary>Model-based: paces by measured bandwidth and round-trip time, after BBRv3.</summary>
    Model,
}
