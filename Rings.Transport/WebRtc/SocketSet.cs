using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Rings.Transport.Ice;
using Rings.Transport.Udp;

namespace Rings.Transport.WebRtc;

/// <summary>
/// One socket for each bind address. Any number of connections share it, as long as no two of them have a remote
/// address in common: by that their datagrams are told apart.
/// </summary>
internal sealed class SocketSet : IDatagramSink, IDisposable
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TransportAddress, WebRtcPeerConnection> _routes = new();
    private readonly Dictionary<TransportAddress, int> _claims = [];
    private readonly List<UdpSocket> _sockets = [];
    private readonly WebRtcPeerConnectionFactory _factory;
    private readonly WebRtcOptions _options;
    private IReadOnlyList<IceCandidate> _hostCandidates = [];
    private TimeSpan _refreshed;

    /// <summary>Binds the sockets. A wildcard whose family the machine does not have is left out.</summary>
    /// <exception cref="SocketException">None of them, or not one that was named, can be bound.</exception>
    public SocketSet(WebRtcPeerConnectionFactory factory, int port)
    {
        (_factory, _options) = (factory, factory.Options);
        try
        {
            foreach (var address in _options.BindAddresses)
                Bind(address, port);
            Refresh();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<UdpSocket> Sockets => _sockets;

    /// <summary>Where this machine can be reached, as it was when it was last looked at.</summary>
    public IReadOnlyList<IceCandidate> HostCandidates => Volatile.Read(ref _hostCandidates);

    /// <summary>Looks at the machine's addresses again, unless it did so a moment ago: a laptop moves.</summary>
    public void Refresh()
    {
        var now = _factory.Now;
        if (HostCandidates.Count > 0 && now - _refreshed < RefreshInterval)
            return;

        _refreshed = now;
        Volatile.Write(ref _hostCandidates, WebRtc.HostCandidates.Of(_sockets, _options));
    }

    /// <summary>Who the packets from this address belong to.</summary>
    public WebRtcPeerConnection? Find(TransportAddress remote) => _routes.GetValueOrDefault(remote);

    /// <summary>The newest connection that proved to be there takes the address over.</summary>
    public void Open(TransportAddress remote, WebRtcPeerConnection owner) => _routes[remote] = owner;

    public void Close(TransportAddress remote, WebRtcPeerConnection owner) =>
        _routes.TryRemove(KeyValuePair.Create(remote, owner));

    public UdpSocket? FindSocket(TransportAddress local)
    {
        foreach (var socket in _sockets)
        {
            if (socket.LocalAddress == local)
                return socket;
        }

        return null;
    }

    /// <summary>
    /// Claims the addresses for one connection; false when one is claimed already, or is this set's own.
    /// </summary>
    public bool TryClaim(IReadOnlyCollection<TransportAddress> remotes)
    {
        lock (_claims)
        {
            if (remotes.Any(remote => _claims.ContainsKey(remote) || IsOwn(remote)))
                return false;
            foreach (var remote in remotes)
                _claims[remote] = 1;
            return true;
        }
    }

    /// <summary>Claims the addresses whether or not others have.</summary>
    public void Claim(IReadOnlyCollection<TransportAddress> remotes)
    {
        lock (_claims)
        {
            foreach (var remote in remotes)
                _claims[remote] = _claims.GetValueOrDefault(remote) + 1;
        }
    }

    public void Release(IReadOnlyCollection<TransportAddress> remotes)
    {
        lock (_claims)
        {
            foreach (var remote in remotes)
            {
                if (_claims.TryGetValue(remote, out var count) && count > 1)
                    _claims[remote] = count - 1;
                else
                    _claims.Remove(remote);
            }
        }
    }

    void IDatagramSink.OnDatagram(UdpSocket socket, TransportAddress remote, ReadOnlySpan<byte> datagram) =>
        _factory.OnDatagram(this, socket, remote, datagram);

    void IDatagramSink.OnBatchEnd() => WebRtcPeerConnectionFactory.OnBatchEnd();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private void Bind(IPAddress address, int port)
    {
        var wildcard = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        try
        {
            _sockets.Add(new UdpSocket(
                new IPEndPoint(address, port), this, _options.SocketBufferSize, _options.SegmentationOffload));
        }
        catch (SocketException error) when (wildcard
            && error.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            if (_sockets.Count == 0 && address.Equals(_options.BindAddresses[^1]))
                throw;
        }
    }

    private bool IsOwn(TransportAddress remote) => HostCandidates.Any(candidate => candidate.Address == remote);
}
