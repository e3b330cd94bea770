namespace Rings.Transport.Ice;

/// <summary>
/// All that an <see cref="IceAgent"/> may do to the world. Called from inside the agent's own calls only.
/// </summary>
internal interface IIceSink
{
    /// <summary>Sends a STUN packet.</summary>
    /// <param name="local">The base to send from: a socket's address, or a relayed address.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="packet">Valid only during the call.</param>
    void Send(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> packet);

    /// <summary>The state changed.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="reason">For <see cref="IceState.Failed"/>: why, in words for an operator; else null.</param>
    void StateChanged(IceState state, string? reason);

    /// <summary>From now on data goes out over this pair.</summary>
    void SelectedPairChanged(TransportAddress local, TransportAddress remote);

    /// <summary>
    /// The remote side has proved that it is at this address: packets that come from there and are not STUN belong to
    /// it, whichever pair is selected.
    /// </summary>
    void RouteOpened(TransportAddress local, TransportAddress remote);

    /// <summary>Packets from there no longer belong to it.</summary>
    void RouteClosed(TransportAddress local, TransportAddress remote);
}
