namespace Rings.Transport;

/// <summary>What a connection carried and how it is doing; a snapshot.</summary>
public sealed record PeerConnectionStatistics
{
    /// <summary>The local end of the candidate pair in use, as "address:port type"; null while there is none.</summary>
    public string? LocalCandidate { get; init; }

    /// <summary>
    /// The remote end of the candidate pair in use, as "address:port type"; null while there is none.
    /// </summary>
    public string? RemoteCandidate { get; init; }

    /// <summary>All candidates of the local side.</summary>
    public IReadOnlyList<ConnectionCandidate> LocalCandidates { get; init; } = [];

    /// <summary>The candidates of the remote side that were taken.</summary>
    public IReadOnlyList<ConnectionCandidate> RemoteCandidates { get; init; } = [];

    /// <summary>Pairs of them that are tried, the best first, each as "local -> remote: state".</summary>
    public IReadOnlyList<string> CandidatePairs { get; init; } = [];

    /// <summary>Candidates of the remote side that were not tried, for its description names too many.</summary>
    public int RemoteCandidatesLeftOut { get; init; }

    /// <summary>The smoothed round-trip time; null before the first measurement.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>User bytes sent in messages.</summary>
    public long BytesSent { get; init; }

    /// <summary>User bytes received in messages.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Messages sent.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Messages received.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>Chunks sent again after they were taken for lost.</summary>
    public long Retransmissions { get; init; }

    /// <summary>The greatest UDP payload that the path is known to carry, in bytes; 0 before there is one.</summary>
    public int MaxDatagram { get; init; }

    /// <summary>The congestion window in bytes; 0 where there is none.</summary>
    public long CongestionWindow { get; init; }
}
