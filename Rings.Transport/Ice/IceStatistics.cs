namespace Rings.Transport.Ice;

/// <summary>How an agent got to where it is; a snapshot.</summary>
internal sealed record IceStatistics
{
    /// <summary>The state now.</summary>
    public required IceState State { get; init; }

    /// <summary>The role now: a conflict may have turned it.</summary>
    public required IceRole Role { get; init; }

    /// <summary>The local end of the pair in use; null while there is none.</summary>
    public IceCandidate? Local { get; init; }

    /// <summary>The remote end of the pair in use; null while there is none.</summary>
    public IceCandidate? Remote { get; init; }

    /// <summary>All local candidates.</summary>
    public required IReadOnlyList<IceCandidate> Locals { get; init; }

    /// <summary>The remote candidates that were taken.</summary>
    public required IReadOnlyList<IceCandidate> Remotes { get; init; }

    /// <summary>The round trip of the pair in use, smoothed; null before the first answer.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Checks sent, retransmissions and consent checks included.</summary>
    public long ChecksSent { get; init; }

    /// <summary>Answers that fitted a check of ours.</summary>
    public long AnswersReceived { get; init; }

    /// <summary>Checks of the remote side that were genuine.</summary>
    public long RequestsReceived { get; init; }

    /// <summary>STUN packets that were dropped: not well-formed, not genuine, or answers to no question.</summary>
    public long Dropped { get; init; }

    /// <summary>Remote candidates that were not taken, for there were more than the limit.</summary>
    public int RemoteLeftOut { get; init; }

    /// <summary>
    /// Pairs in the check list, by how they ended up, for whoever asks why a connection does not come up.
    /// </summary>
    public required IReadOnlyList<string> Pairs { get; init; }
}
