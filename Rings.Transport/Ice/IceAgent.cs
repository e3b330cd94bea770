namespace Rings.Transport.Ice;

/// <summary>
/// A full ICE agent (RFC 8445) for one component without trickling, as a state machine: packets and time go in, packets and
/// events come out through <see cref="IIceSink"/>. Times are monotonic, of any origin. Not thread-safe.
/// </summary>
/// <remarks>
/// It knows sockets and relays only as bases: local candidates are added by whoever gathers (<see cref="IceGatherer"/>).
/// A packet that came to a base that no local candidate has is ignored, so a relay-only agent stays relay-only.
/// </remarks>
internal sealed class IceAgent(IceOptions options, IIceSink sink)
{
    /// <summary>The state now.</summary>
    public IceState State => throw new NotImplementedException();

    /// <summary>When to call <see cref="HandleTimeout"/>; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout => throw new NotImplementedException();

    /// <summary>This side's credentials.</summary>
    public IceCredentials Credentials => options.Credentials;

    /// <summary>The local candidates, best first: what the SDP says.</summary>
    public IReadOnlyList<IceCandidate> LocalCandidates => throw new NotImplementedException();

    /// <summary>Adds a local candidate; before <see cref="SetRemote"/>. A second one of the same address and base is ignored.</summary>
    public void AddLocalCandidate(IceCandidate candidate) => throw new NotImplementedException();

    /// <summary>Takes the remote side's description and begins to check. Once for each generation.</summary>
    public void SetRemote(IceRemoteDescription remote, TimeSpan now) => throw new NotImplementedException();

    /// <summary>
    /// Begins a new generation (RFC 8445, section 2.4): new credentials, candidates added anew, then
    /// <see cref="SetRemote"/>. The pair in use stays in use until the new generation has one.
    /// </summary>
    public void Restart(IceCredentials credentials, IceRole role) => throw new NotImplementedException();

    /// <summary>Takes a packet whose first byte is 0 to 3 (RFC 7983).</summary>
    /// <param name="local">The base that it came to.</param>
    /// <param name="remote">Where it came from.</param>
    /// <param name="packet">Its bytes; anything at all.</param>
    /// <param name="now">The time.</param>
    public void HandlePacket(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> packet, TimeSpan now) =>
        sink.Send(local, remote, packet);

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(TimeSpan now) => throw new NotImplementedException();

    /// <summary>A packet of a higher layer that was genuine came in: the remote side lives.</summary>
    public void NoteReceived(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Ends the agent; nothing is sent any more.</summary>
    public void Close() => throw new NotImplementedException();

    /// <summary>How it got to where it is.</summary>
    public IceStatistics GetStatistics() => throw new NotImplementedException();
}
