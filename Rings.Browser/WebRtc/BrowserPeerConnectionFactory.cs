using Rings.Transport;

namespace Rings.Browser.WebRtc;

/// <summary>Makes connections of the browser's own.</summary>
/// <param name="configuration">Their RTCConfiguration as JSON.</param>
internal sealed class BrowserPeerConnectionFactory(string configuration) : IPeerConnectionFactory
{
    private readonly List<BrowserPeerConnection> _open = [];

    /// <inheritdoc/>
    public IPeerConnection CreatePeerConnection(IPeerConnectionObserver observer)
    {
        var connection = new BrowserPeerConnection(observer, configuration, ended => _open.Remove(ended));
        _open.Add(connection);
        return connection;
    }

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.ToList()) await connection.DisposeAsync();
    }
}
