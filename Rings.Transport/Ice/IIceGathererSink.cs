namespace Rings.Transport.Ice;

/// <summary>
/// All that an <see cref="IceGatherer"/> may do to the world. Called from inside the gatherer's own calls only.
/// </summary>
internal interface IIceGathererSink
{
    /// <summary>Sends a datagram to a server.</summary>
    void Send(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet);

    /// <summary>
    /// Asks for a TCP connection to a server; answered by <see cref="IceGatherer.StreamOpened"/> or <see
    /// cref="IceGatherer.StreamClosed"/>.
    /// </summary>
    void OpenStream(IceServer server);

    /// <summary>Writes to the TCP connection to a server.</summary>
    void SendStream(IceServer server, ReadOnlySpan<byte> bytes);

    /// <summary>The TCP connection to a server is no longer wanted.</summary>
    void CloseStream(IceServer server);

    /// <summary>
    /// A relay passes a packet on: to be treated like one that came to a socket bound to <paramref name="relayed"/>.
    /// </summary>
    void RelayReceived(TransportAddress relayed, TransportAddress remote, ReadOnlySpan<byte> packet);

    /// <summary>A relay is gone: agents that use it must restart.</summary>
    void RelayLost(TransportAddress relayed, string reason);

    /// <summary>
    /// Every server has answered or failed, or the deadline has passed: <see cref="IceGatherer.Candidates"/> is all
    /// there is.
    /// </summary>
    void GatheringDone();
}
