using Rings.Transport.Ice;
using Rings.Transport.Udp;

namespace Rings.Transport.WebRtc;

/// <summary>Gives the factory's shared <see cref="IceGatherer"/> sockets, streams, time and a lock.</summary>
/// <param name="factory">Whose sockets and connections it serves.</param>
internal sealed class CandidateService(WebRtcPeerConnectionFactory factory) : IIceGathererSink, IDisposable
{
    private readonly object _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly Dictionary<IceServer, ServerStream> _streams = [];
    private Queue<RelayedPacket> _relayed = new();
    private IceGatherer? _gatherer;
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>What is known beside the host candidates.</summary>
    public IReadOnlyList<IceCandidate> Candidates
    {
        get
        {
            lock (_gate)
                return _gatherer is { } gatherer ? [.. gatherer.Candidates] : [];
        }
    }

    /// <summary>Gathers what is missing; done at the deadline at the latest.</summary>
    public async Task GatherAsync(CancellationToken cancel)
    {
        if (factory.Options.IceServers.Count == 0)
            return;

        var servers = _gatherer is null ? await ResolveAsync(cancel).ConfigureAwait(false) : [];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(() =>
        {
            Begin(servers);
            _waiting.Add(done);
            _gatherer!.Gather(factory.Now);
        });
        await done.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>A socket more to gather for.</summary>
    public void Add(UdpSocket socket) => Run(() => _gatherer?.AddBase(socket.LocalAddress));

    /// <summary>Whether the packet is a server's; then it is taken.</summary>
    public bool TryReceive(UdpSocket socket, TransportAddress remote, ReadOnlySpan<byte> packet)
    {
        var taken = false;
        lock (_gate)
        {
            if (_gatherer is not null && _gatherer.Knows(remote))
                taken = _gatherer.HandlePacket(socket.LocalAddress, remote, packet, factory.Now);
        }

        if (taken)
            Run(static () => { });
        return taken;
    }

    /// <summary>Sends over a relay.</summary>
    public void SendRelayed(TransportAddress relayed, TransportAddress remote, ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            _gatherer?.SendRelayed(relayed, remote, packet, factory.Now);
            Arm();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run(() =>
        {
            _gatherer?.Close(factory.Now);
            _disposed = true;
            _timer?.Dispose();
            foreach (var stream in _streams.Values)
                stream.Dispose();
            foreach (var waiting in _waiting)
                waiting.TrySetResult();
            _waiting.Clear();
        });
    }

    void IIceGathererSink.Send(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet) =>
        factory.FindSocket(local)?.Send(server, packet);

    void IIceGathererSink.OpenStream(IceServer server)
    {
        var stream = new ServerStream(server, factory.Options, factory.Clock, (from, bytes) => Run(
            () => _gatherer!.HandleStream(from.Server, bytes.Span, factory.Now)));
        _streams[server] = stream;
        _ = Task.Run(() => stream.RunAsync(
            opened => Run(() => _gatherer!.StreamOpened(opened.Server, factory.Now)),
            closed => Run(() => Forget(closed))));
    }

    void IIceGathererSink.SendStream(IceServer server, ReadOnlySpan<byte> bytes)
    {
        if (_streams.TryGetValue(server, out var stream))
            stream.Send(bytes);
    }

    void IIceGathererSink.CloseStream(IceServer server)
    {
        if (_streams.Remove(server, out var stream))
            stream.Dispose();
    }

    void IIceGathererSink.RelayReceived(TransportAddress relayed, TransportAddress remote, ReadOnlySpan<byte> packet) =>
        _relayed.Enqueue(new RelayedPacket(relayed, remote, packet.ToArray()));

    void IIceGathererSink.RelayLost(TransportAddress relayed, string reason)
    {
        // Its agents notice by themselves: consent expires, and the owner restarts them.
    }

    void IIceGathererSink.GatheringDone()
    {
        foreach (var waiting in _waiting)
            waiting.TrySetResult();
        _waiting.Clear();
    }

    private async Task<IReadOnlyList<IceServer>> ResolveAsync(CancellationToken cancel)
    {
        var servers = new List<IceServer>();
        foreach (var option in factory.Options.IceServers)
        {
            var url = ServerUrl.Parse(option.Url);
            foreach (var address in await url.ResolveAsync(cancel).ConfigureAwait(false))
                servers.Add(new IceServer(url.Kind, address, option.Username, option.Credential, url.Host));
        }

        return servers;
    }

    private void Begin(IReadOnlyList<IceServer> servers)
    {
        if (_gatherer is not null)
            return;

        _gatherer = new IceGatherer(servers, factory.Options.GatheringDeadline, factory.Fill, this);
        _timer = factory.Clock.CreateTimer(
            static self => ((CandidateService)self!).HandleTimeout(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        foreach (var socket in factory.Sockets)
            _gatherer.AddBase(socket.LocalAddress);
    }

    private void HandleTimeout() => Run(() => _gatherer?.HandleTimeout(factory.Now));

    private void Forget(ServerStream stream)
    {
        if (_streams.TryGetValue(stream.Server, out var current) && ReferenceEquals(current, stream))
            _streams.Remove(stream.Server);
        _gatherer!.StreamClosed(stream.Server, factory.Now);
    }

    // Connections are told after the lock is free: they send over relays while they hold their own.
    private void Run(Action action)
    {
        Queue<RelayedPacket> relayed;
        lock (_gate)
        {
            if (_disposed)
                return;
            action();
            Arm();
            if (_relayed.Count == 0)
                return;
            (relayed, _relayed) = (_relayed, new Queue<RelayedPacket>());
        }

        foreach (var packet in relayed)
            factory.OnRelayed(packet);
    }

    private void Arm()
    {
        if (_gatherer is null || _timer is null || _disposed)
            return;

        var next = _gatherer.NextTimeout;
        _timer.Change(
            next == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : Driver.Delay(next - factory.Now),
            Timeout.InfiniteTimeSpan);
    }
}
