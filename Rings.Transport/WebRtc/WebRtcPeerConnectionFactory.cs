using System.Collections.Concurrent;
using System.Security.Cryptography;
using Rings.Transport.Dtls;
using Rings.Transport.Dtls.BouncyCastle;
using Rings.Transport.Ice;
using Rings.Transport.Udp;

namespace Rings.Transport.WebRtc;

/// <summary>
/// Makes WebRTC connections that all go over the same few UDP sockets, which are opened with the first of them.
/// Thread-safe.
/// </summary>
public sealed class WebRtcPeerConnectionFactory : IPeerConnectionFactory
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private const int MaxTagAttempts = 64;

    // The connections that the datagrams of this batch were for, on this receive thread.
    [ThreadStatic]
    private static List<WebRtcPeerConnection>? _touched;

    private readonly ConcurrentDictionary<uint, WebRtcPeerConnection> _byTag = new();
    private readonly ConcurrentDictionary<TransportAddress, WebRtcPeerConnection> _byRelayedRemote = new();
    private readonly ConcurrentDictionary<WebRtcPeerConnection, bool> _connections = new();
    private readonly SocketPool _pool;
    private readonly CandidateService _candidates;
    private readonly RandomNumberGenerator _random;
    private readonly bool _ownsCertificate;
    private readonly long _origin;
    private volatile bool _disposed;

    /// <summary>Makes a factory. No socket is open before its first connection needs one.</summary>
    /// <param name="options">Ports, servers and limits.</param>
    /// <param name="clock">The clock of every timer but those inside the DTLS handshake.</param>
    /// <param name="random">For everything but the DTLS keys, which come from the operating system always.</param>
    public WebRtcPeerConnectionFactory(
        WebRtcOptions? options = null, TimeProvider? clock = null, RandomNumberGenerator? random = null)
    {
        Options = options ?? new WebRtcOptions();
        foreach (var server in Options.IceServers)
            ServerUrl.Parse(server.Url);
        Clock = clock ?? TimeProvider.System;
        _random = random ?? RandomNumberGenerator.Create();
        _origin = Clock.GetTimestamp();
        _ownsCertificate = Options.Certificate is null;
        Certificate = Options.Certificate ?? DtlsCertificate.Create(Clock);
        Handshaker = new BouncyCastleHandshaker(Clock, Options.MaxHandshakes, Options.MaxConnections);
        _candidates = new CandidateService(this);
        _pool = new SocketPool(this, OnOpened);
    }

    /// <summary>Connections that are not closed.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>The fingerprint of the certificate that all connections show, as in SDP.</summary>
    public string Fingerprint => Certificate.Fingerprint;

    internal WebRtcOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal DtlsCertificate Certificate { get; }

    internal IDtlsHandshaker Handshaker { get; }

    internal RandomNumberGenerator Random => _random;

    internal IceCheckBudget Budget { get; } = new();

    internal CandidateService Candidates => _candidates;

    internal SocketPool Pool => _pool;

    /// <summary>The time since the factory was made: the clock of all its state machines.</summary>
    internal TimeSpan Now => Clock.GetElapsedTime(_origin);

    /// <summary>
    /// The first tick of the clock, of ten a second, that is not before a time. What waits for one wakes the process
    /// together with all else that waits for it, of other factories too: thousands of idle connections would else wake it
    /// hundreds of times a second.
    /// </summary>
    internal TimeSpan NextTick(TimeSpan time)
    {
        var origin = Clock.GetElapsedTime(0, _origin);
        var over = (origin + time).Ticks % Tick.Ticks;
        return over == 0 ? time : time + Tick - TimeSpan.FromTicks(over);
    }

    internal IEnumerable<UdpSocket> Sockets => _pool.Sets.SelectMany(set => set.Sockets);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">As many connections as allowed are open.</exception>
    public IPeerConnection CreatePeerConnection(IPeerConnectionObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_connections.Count >= Options.MaxConnections)
            throw new InvalidOperationException("Too many connections: MaxConnections is reached.");

        var connection = new WebRtcPeerConnection(this, observer);
        _connections[connection] = true;
        return connection;
    }

    /// <summary>Closes all connections, and the sockets after them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        _disposed = true;
        foreach (var connection in _connections.Keys)
            await connection.DisposeAsync().ConfigureAwait(false);
        _candidates.Dispose();
        _pool.Dispose();
        Handshaker.Dispose();
        if (_ownsCertificate)
            Certificate.Dispose();
    }

    internal void OnDatagram(
        SocketSet set, UdpSocket socket, TransportAddress remote, ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty)
            return;

        // RFC 7983, section 7: STUN 0 to 3, DTLS 20 to 63, TURN channels 64 to 79.
        var connection = datagram[0] switch
        {
            < 4 => FindByTag(datagram),
            >= 20 and < 64 => set.Find(remote),
            _ => null,
        };
        if (connection is not null)
            Deliver(connection, socket.LocalAddress, remote, datagram);
        else if (datagram[0] is < 4 or (>= 64 and < 80))
            _candidates.TryReceive(socket, remote, datagram);
    }

    internal static void OnBatchEnd()
    {
        if (_touched is not { Count: > 0 } touched)
            return;

        foreach (var connection in touched)
            connection.Settle();
        touched.Clear();
    }

    internal void Fill(Span<byte> bytes) => _random.GetBytes(bytes);

    internal UdpSocket? FindSocket(TransportAddress local)
    {
        foreach (var set in _pool.Sets)
        {
            if (set.FindSocket(local) is { } socket)
                return socket;
        }

        return null;
    }

    /// <summary>New ICE credentials, whose tag finds the connection from now on.</summary>
    internal IceCredentials Register(WebRtcPeerConnection connection)
    {
        for (var i = 0; i < MaxTagAttempts; i++)
        {
            var credentials = IceCredentials.Create(Fill);
            if (_byTag.TryAdd(credentials.Tag, connection))
                return credentials;
        }

        throw new InvalidOperationException("The source of randomness repeats itself.");
    }

    internal void Unregister(uint tag) => _byTag.TryRemove(tag, out _);

    internal void Forget(WebRtcPeerConnection connection) => _connections.TryRemove(connection, out _);

    internal void OpenRelayed(TransportAddress remote, WebRtcPeerConnection owner) => _byRelayedRemote[remote] = owner;

    internal void CloseRelayed(TransportAddress remote, WebRtcPeerConnection owner) =>
        _byRelayedRemote.TryRemove(KeyValuePair.Create(remote, owner));

    internal void OnRelayed(in RelayedPacket packet)
    {
        if (packet.Bytes.Length == 0)
            return;

        var connection = packet.Bytes[0] < 4
            ? FindByTag(packet.Bytes)
            : _byRelayedRemote.GetValueOrDefault(packet.Remote);
        connection?.Receive(packet.Relayed, packet.Remote, packet.Bytes);
        connection?.Settle();
    }

    private static void Deliver(
        WebRtcPeerConnection connection, TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> datagram)
    {
        connection.Receive(local, remote, datagram);
        var touched = _touched ??= [];
        if (!touched.Contains(connection))
            touched.Add(connection);
    }

    private WebRtcPeerConnection? FindByTag(ReadOnlySpan<byte> packet) =>
        IceDemux.TryReadTag(packet, out var tag) ? _byTag.GetValueOrDefault(tag) : null;

    private void OnOpened(SocketSet set)
    {
        foreach (var socket in set.Sockets)
            _candidates.Add(socket);
    }
}
