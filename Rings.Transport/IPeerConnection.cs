namespace Rings.Transport;

/// <summary>One connection to one remote peer; carries data channels. Names as in the W3C WebRTC API.</summary>
/// <remarks>
/// Non-trickle: an offer or answer carries all its candidates, so each leaves when gathering is done or its deadline
/// has passed. Disposing closes at once, without waiting for the remote side, and raises
/// <see cref="PeerConnectionState.Closed"/> last.
/// </remarks>
public interface IPeerConnection : IAsyncDisposable
{
    /// <summary>The connection's state now.</summary>
    PeerConnectionState ConnectionState { get; }

    /// <summary>
    /// Makes a channel; negotiated ones must be made on both sides before the descriptions are exchanged.
    /// </summary>
    /// <exception cref="ArgumentException">The options contradict each other or the id is in use.</exception>
    DataChannel CreateDataChannel(string label, DataChannelOptions options);

    /// <summary>Gathers candidates and describes this side. At most one exchange may be under way.</summary>
    /// <param name="iceRestart">
    /// Whether to begin a new ICE generation on a connection that is up (RFC 8445, section 2.4).
    /// </param>
    /// <param name="cancel">Ends the gathering.</param>
    ValueTask<string> CreateOfferAsync(bool iceRestart = false, CancellationToken cancel = default);

    /// <summary>Takes the remote side's offer, gathers candidates and describes this side.</summary>
    /// <exception cref="SdpException">The offer is not one that this stack can answer.</exception>
    ValueTask<string> CreateAnswerAsync(string offer, CancellationToken cancel = default);

    /// <summary>Takes the remote side's answer to the offer made last.</summary>
    /// <exception cref="SdpException">The answer does not fit the offer.</exception>
    /// <exception cref="InvalidOperationException">No offer waits for an answer.</exception>
    ValueTask AcceptAnswerAsync(string answer, CancellationToken cancel = default);

    /// <summary>What this connection has carried so far.</summary>
    PeerConnectionStatistics GetStatistics();
}
