namespace Rings.Transport.Ice;

/// <summary>
/// Learns the server-reflexive and relayed candidates of the process's sockets, which all its agents share, and keeps the
/// relays. A state machine like <see cref="IceAgent"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// One socket carries all peers, so a server sees one 5-tuple and gives one allocation: a relayed address is a base like
/// a socket's, over which any number of agents send (<see cref="SendRelayed"/>) and receive
/// (<see cref="IIceGathererSink.RelayReceived"/>).
/// </remarks>
internal sealed class IceGatherer(IReadOnlyList<IceServer> servers, TimeSpan deadline, RandomFill random, IIceGathererSink sink)
{
    /// <summary>When to call <see cref="HandleTimeout"/>; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout => throw new NotImplementedException();

    /// <summary>What has been learnt: server-reflexive and relayed candidates that are valid now.</summary>
    public IReadOnlyList<IceCandidate> Candidates => throw new NotImplementedException();

    /// <summary>Names a socket to gather for: its bound address.</summary>
    public void AddBase(TransportAddress local) => throw new NotImplementedException();

    /// <summary>
    /// Begins to gather what is not known or no longer fresh; <see cref="IIceGathererSink.GatheringDone"/> follows, at once
    /// (from inside this call) when nothing is missing, at the deadline at the latest.
    /// </summary>
    public void Gather(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Takes a datagram that came from a server's address to a base.</summary>
    /// <returns>False when it is none of the gatherer's: it may be a peer's.</returns>
    public bool HandlePacket(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet, TimeSpan now) =>
        throw new NotImplementedException();

    /// <summary>The TCP connection asked for is up.</summary>
    public void StreamOpened(IceServer server, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Bytes came over the TCP connection to a server.</summary>
    public void HandleStream(IceServer server, ReadOnlySpan<byte> bytes, TimeSpan now) => throw new NotImplementedException();

    /// <summary>The TCP connection to a server is down, or did not come up.</summary>
    public void StreamClosed(IceServer server, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Sends over a relay, asking it for permission first where that is needed.</summary>
    /// <returns>False when there is no such relay, or no room for one more peer on it.</returns>
    public bool SendRelayed(TransportAddress relayed, TransportAddress remote, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        _ = (servers, deadline, random, sink);
        throw new NotImplementedException();
    }

    /// <summary>Gives all relays back.</summary>
    public void Close(TimeSpan now) => throw new NotImplementedException();
}
