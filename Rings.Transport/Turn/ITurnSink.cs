namespace Rings.Transport.Turn;

/// <summary>
/// All that a <see cref="TurnClient"/> may do to the world. Called from inside the client's own calls only.
/// </summary>
internal interface ITurnSink
{
    /// <summary>Sends to the server: one datagram, or a piece of the stream.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>The server relays at this address.</summary>
    /// <param name="relayed">Where peers send to.</param>
    /// <param name="mapped">Where the server sees this side; the default value if it does not say.</param>
    void Allocated(TransportAddress relayed, TransportAddress mapped);

    /// <summary>A packet came from a peer that this side has sent to.</summary>
    void Received(TransportAddress peer, ReadOnlySpan<byte> packet);

    /// <summary>There is no relay, or no longer. The client's last call.</summary>
    void Failed(string reason);
}
