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

    /// <summary>
    /// The server wants another one to be asked (RFC 8489, section 10). The client's last call: a new one asks there, with
    /// the same credentials.
    /// </summary>
    /// <param name="server">Where that is, as the server says.</param>
    /// <param name="domain">What its certificate must be for; null if the server does not say.</param>
    /// <param name="now">The time.</param>
    void Redirected(TransportAddress server, string? domain, TimeSpan now);

    /// <summary>There is no relay, or no longer. The client's last call.</summary>
    void Failed(string reason);
}
