namespace Rings.Transport.InMemory;

/// <summary>Makes the connections of one endpoint.</summary>
internal sealed class InMemoryPeerConnectionFactory(InMemoryNetwork network, string endpoint) : IPeerConnectionFactory
{
    private volatile bool _disposed;

    public IPeerConnection CreatePeerConnection(IPeerConnectionObserver observer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return network.Add(endpoint, observer);
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        foreach (var connection in network.Ordered().Where(connection => connection.Endpoint == endpoint).ToArray())
            await connection.DisposeAsync().ConfigureAwait(false);
    }
}
