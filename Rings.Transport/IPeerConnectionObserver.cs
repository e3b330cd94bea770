namespace Rings.Transport;

/// <summary>Is told what happens to a connection.</summary>
/// <remarks>
/// Calls for one connection never overlap. They come on the stack's own threads: return soon, never block, and do not
/// throw (an exception closes the connection with that reason). The connection's lock is held meanwhile: send and close
/// on this connection as you like, but do not wait for another thread that uses it.
/// </remarks>
public interface IPeerConnectionObserver
{
    /// <summary>The state changed.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="reason">For <c>Failed</c> and <c>Closed</c>: why, in words for an operator; else null.</param>
    void OnConnectionStateChange(PeerConnectionState state, string? reason);

    /// <summary>
    /// A connectivity check of the remote side was valid (RFC 8445): it has this side's description, and a path. Comes
    /// before <see cref="PeerConnectionState.Connected"/>, and again after an ICE restart.
    /// </summary>
    void OnPathFound()
    {
    }

    /// <summary>
    /// The remote side opened a channel in band (DCEP, RFC 8832). Attach an observer to it before returning.
    /// </summary>
    void OnDataChannel(DataChannel channel);
}
