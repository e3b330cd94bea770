namespace Rings.Transport.Sctp;

/// <summary>What an association has carried, and how its path looks; a snapshot.</summary>
internal readonly record struct SctpStatistics
{
    /// <summary>The smoothed round-trip time; null before the first measurement.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>The retransmission timeout now.</summary>
    public TimeSpan RetransmissionTimeout { get; init; }

    /// <summary>User bytes taken by TrySend.</summary>
    public long BytesSent { get; init; }

    /// <summary>User bytes handed to the sink.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Messages taken by TrySend.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Messages handed to the sink.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>Packets written.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Packets taken in, good ones only.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Packets dropped: damaged, malformed or with a wrong tag.</summary>
    public long PacketsDiscarded { get; init; }

    /// <summary>DATA chunks sent again.</summary>
    public long Retransmissions { get; init; }

    /// <summary>Expiries of T3-rtx.</summary>
    public long Timeouts { get; init; }

    /// <summary>Tail-loss probes sent (RFC 8985, section 7).</summary>
    public long TailLossProbes { get; init; }

    /// <summary>Messages given up under partial reliability (RFC 3758).</summary>
    public long MessagesAbandoned { get; init; }

    /// <summary>The greatest packet that the path is known to carry, in bytes.</summary>
    public int PacketSize { get; init; }

    /// <summary>The congestion window in bytes.</summary>
    public long CongestionWindow { get; init; }

    /// <summary>Bytes on their way: sent, neither acknowledged nor taken for lost.</summary>
    public long BytesInFlight { get; init; }

    /// <summary>The remote side's receive window as it said last, in bytes.</summary>
    public long RemoteWindow { get; init; }

    /// <summary>User bytes that wait here to be sent or to be acknowledged.</summary>
    public long BytesBuffered { get; init; }

    /// <summary>Bytes held for reassembly, order or the application, charged to the receive window.</summary>
    public long BytesHeld { get; init; }
}
