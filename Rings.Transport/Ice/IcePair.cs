namespace Rings.Transport.Ice;

/// <summary>A local base and a remote address between which checks go (RFC 8445, section 6.1.2).</summary>
internal sealed class IcePair(
    IceGeneration generation, IceCandidate local, IceRemoteCandidate remote, TransportAddress remoteAddress)
{
    /// <summary>Whose credentials its checks carry.</summary>
    public IceGeneration Generation => generation;

    /// <summary>The local candidate; once valid, the one that the remote side sees.</summary>
    public IceCandidate Local { get; set; } = local;

    /// <summary>The remote candidate.</summary>
    public IceRemoteCandidate Remote => remote;

    /// <summary>What is sent from.</summary>
    public TransportAddress Base { get; } = local.Base;

    /// <summary>What is sent to: the remote candidate's address, with the interface if it is link-local.</summary>
    public TransportAddress RemoteAddress => remoteAddress;

    /// <summary>Pairs of one foundation are likely to fare alike.</summary>
    public (string, string) Foundation { get; } = (local.Foundation, remote.Candidate.Foundation);

    /// <summary>PRIORITY of its checks.</summary>
    public uint CheckPriority { get; } = IcePriority.AsPeerReflexive(local.Priority);

    /// <summary>Greater is better; depends on the roles.</summary>
    public ulong Priority { get; private set; }

    /// <summary>How its check stands.</summary>
    public IcePairState State { get; set; }

    /// <summary>Whether the remote side has nominated it, perhaps before it was valid.</summary>
    public bool NominatedByRemote { get; set; }

    /// <summary>Whether packets from there are known to be the remote side's.</summary>
    public bool IsRouteOpen { get; set; }

    /// <summary>When its first check went out, or its last one was triggered again.</summary>
    public TimeSpan LastSent { get; set; } = TimeSpan.MinValue;

    /// <summary>The smoothed round trip (RFC 6298); null before the first sample.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Whether a relay is on the way.</summary>
    public bool IsRelayed =>
        Local.Type == IceCandidateType.Relayed || remote.Candidate.Type == IceCandidateType.Relayed;

    /// <summary>Whether the pair may still become valid.</summary>
    public bool IsOpen => State is IcePairState.Frozen or IcePairState.Waiting or IcePairState.InProgress;

    private uint LocalPriority { get; } = local.Priority;

    /// <summary>Computes the priority for this side's role.</summary>
    public void Rate(IceRole role) => Priority = role == IceRole.Controlling
        ? IcePriority.OfPair(LocalPriority, remote.Candidate.Priority)
        : IcePriority.OfPair(remote.Candidate.Priority, LocalPriority);

    /// <summary>Takes a round-trip sample; only of requests that were sent once (Karn).</summary>
    public void NoteRoundTrip(TimeSpan sample) =>
        RoundTrip = RoundTrip is { } smoothed ? (smoothed * 7 / 8) + (sample / 8) : sample;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Base} {Local.Type} -> {remoteAddress} {remote.Candidate.Type}: {State}";
}
