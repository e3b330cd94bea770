namespace Rings.Transport;

/// <summary>How a sender finds out how much the path to a peer carries. A matter of the sender alone.</summary>
public enum CongestionAlgorithm
{
    /// <summary>The standard's (RFC 9260, section 7): halves at each loss.</summary>
    Reno,

    /// <summary>CUBIC (RFC 9438), with HyStart++ (RFC 9406): on long paths it comes back sooner after a loss.</summary>
    Cubic,

    /// <summary>
    /// By a model of the path: paces at the measured bandwidth, after BBRv3. Keeps its rate where up to 2 % of the
    /// packets are lost for other reasons than congestion.
    /// </summary>
    Model,
}
