namespace Rings.Transport.WebRtc;

/// <summary>The socket sets of a factory: the first, on the configured port, and spare ones opened on demand.</summary>
internal sealed class SocketPool(WebRtcPeerConnectionFactory factory, Action<SocketSet> opened) : IDisposable
{
    private readonly Lock _gate = new();
    private SocketSet[] _sets = [];
    private bool _disposed;

    /// <summary>All sets. Never changed in place.</summary>
    public IReadOnlyList<SocketSet> Sets => _sets;

    /// <summary>The set for a connection that does not know its remote side yet.</summary>
    public SocketSet First
    {
        get
        {
            lock (_gate)
                return _sets.Length > 0 ? _sets[0] : Open(factory.Options.Port);
        }
    }

    /// <summary>
    /// A set on which none of the remote addresses belongs to another connection; the addresses are claimed.
    /// </summary>
    /// <exception cref="InvalidOperationException">As many spare sockets as allowed are in use.</exception>
    public SocketSet Choose(IReadOnlyCollection<TransportAddress> remotes)
    {
        lock (_gate)
        {
            _ = First;
            foreach (var set in _sets)
            {
                if (set.TryClaim(remotes))
                    return set;
            }

            if (_sets.Length > factory.Options.MaxSpareSockets)
                throw new InvalidOperationException(
                    "Too many connections to one remote address: MaxSpareSockets is reached.");
            var spare = Open(port: 0);
            spare.Claim(remotes);
            return spare;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        foreach (var set in _sets)
            set.Dispose();
    }

    private SocketSet Open(int port)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var set = new SocketSet(factory, port);
        _sets = [.. _sets, set];
        opened(set);
        return set;
    }
}
