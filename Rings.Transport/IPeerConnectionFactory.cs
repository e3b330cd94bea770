namespace Rings.Transport;

/// <summary>Makes peer connections. The seam between a node and the stack that carries its bytes.</summary>
/// <remarks>Implemented by the WebRTC stack and by the in-memory network. Thread-safe.</remarks>
public interface IPeerConnectionFactory : IAsyncDisposable
{
    /// <summary>Makes a connection in state <see cref="PeerConnectionState.New"/>.</summary>
    /// <param name="observer">
    /// Told of state changes and in-band channels; see <see cref="IPeerConnectionObserver"/>.
    /// </param>
    IPeerConnection CreatePeerConnection(IPeerConnectionObserver observer);
}
