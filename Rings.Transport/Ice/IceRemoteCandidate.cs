namespace Rings.Transport.Ice;

/// <summary>A remote candidate and how many checks it owes an answer to.</summary>
internal sealed class IceRemoteCandidate(IceCandidate candidate)
{
    /// <summary>The candidate.</summary>
    public IceCandidate Candidate => candidate;

    /// <summary>Checks sent there since it last answered.</summary>
    public int Unanswered { get; set; }
}
