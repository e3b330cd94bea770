using System.Buffers;

namespace Rings.Transport.InMemory;

/// <summary>One end of a connection through an <see cref="InMemoryNetwork"/>.</summary>
internal sealed class InMemoryPeerConnection : IPeerConnection
{
    private const int StreamIds = 65_535;

    private readonly InMemoryNetwork _network;
    private readonly IPeerConnectionObserver _observer;
    private readonly Inbox _inbox;
    private readonly Line _line;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ushort, InMemoryDataChannel> _channels = [];
    private readonly List<InMemoryDataChannel> _announced = [];
    private volatile InMemoryPeerConnection? _remote;
    private volatile PeerConnectionState _state;
    private volatile bool _ended;
    private volatile bool _offering;
    private bool _toldConnected;
    private bool _isOfferer;
    private bool? _hasPath;
    private int _generation;
    private long _bytesSent, _bytesReceived, _messagesSent, _messagesReceived;

    public InMemoryPeerConnection(
        InMemoryNetwork network, long id, string endpoint, IPeerConnectionObserver observer, Random random)
    {
        (_network, Id, Endpoint, _observer) = (network, id, endpoint, observer);
        _inbox = new Inbox(network, Handle);
        _line = new Line(network, this, random);
    }

    public long Id { get; }

    public string Endpoint { get; }

    public InMemoryPeerConnection? Remote => _remote;

    public InMemoryNetworkOptions Options => _network.Options;

    public PeerConnectionState ConnectionState => _state;

    public DataChannel CreateDataChannel(string label, DataChannelOptions options)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (options.Negotiated != options.Id.HasValue)
            throw new ArgumentException("A negotiated channel has an id, any other has none.", nameof(options));
        if (options.MaxRetransmits.HasValue && options.MaxPacketLifeTime.HasValue)
            throw new ArgumentException("MaxRetransmits and MaxPacketLifeTime exclude each other.", nameof(options));
        var channel = AddChannel(label, options);
        if (!options.Negotiated) Send(new InboxEvent(InboxEventKind.ChannelAnnounced, channel));
        Post(new InboxEvent(InboxEventKind.ChannelReady, channel));
        return channel;
    }

    public ValueTask<string> CreateOfferAsync(bool iceRestart = false, CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (iceRestart && _remote is null) throw new InvalidOperationException("There is nothing to restart yet.");
        _offering = true;
        if (_remote is null) _isOfferer = true;
        return ValueTask.FromResult(new InMemoryDescription(Id, null).ToString());
    }

    public ValueTask<string> CreateAnswerAsync(string offer, CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var description = InMemoryDescription.Parse(offer);
        if (description.Answers is not null) throw new SdpException("An offer expected, not an answer.");
        if (_remote is { } remote && remote.Id != description.Connection)
            throw new SdpException("An offer of the end that this one is connected to expected.");
        if (_state is PeerConnectionState.New or PeerConnectionState.Failed) BeginConnecting();
        return ValueTask.FromResult(new InMemoryDescription(Id, description.Connection).ToString());
    }

    public ValueTask AcceptAnswerAsync(string answer, CancellationToken cancel = default) =>
        AtOnce.Do(() => Accept(answer), cancel);

    private void Accept(string answer)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var description = InMemoryDescription.Parse(answer);
        if (!_offering || description.Answers != Id)
            throw new SdpException("An answer to the offer made last expected.");
        _offering = false;
        var remote = _remote ?? _network.Find(description.Connection);
        if (remote is not null) (_remote, remote._remote) = (remote, this);
        if (_state is PeerConnectionState.New or PeerConnectionState.Failed) BeginConnecting();
        PathChanged();
        remote?.PathChanged();
    }

    public PeerConnectionStatistics GetStatistics() => new()
    {
        LocalCandidate = $"{Endpoint} host",
        RemoteCandidate = _remote is { } remote ? $"{remote.Endpoint} host" : null,
        BytesSent = Interlocked.Read(ref _bytesSent),
        BytesReceived = Interlocked.Read(ref _bytesReceived),
        MessagesSent = Interlocked.Read(ref _messagesSent),
        MessagesReceived = Interlocked.Read(ref _messagesReceived),
    };

    public ValueTask DisposeAsync()
    {
        if (_ended) return ValueTask.CompletedTask;
        _ended = true;
        _inbox.Post(new InboxEvent(InboxEventKind.Shutdown));
        return ValueTask.CompletedTask;
    }

    internal bool Post(in InboxEvent item) => _inbox.Post(item);

    internal bool PostAt(in InboxEvent item, long due) => _inbox.PostAt(item, due);

    /// <summary>The path may have opened or closed: a closed one carries nothing from this moment on.</summary>
    internal void PathChanged()
    {
        if (!HasPath(_remote)) _line.SetOpen(_remote, open: false);
        _inbox.Post(new InboxEvent(InboxEventKind.PathChanged));
    }

    internal void Send(in InboxEvent message)
    {
        if (message.Kind == InboxEventKind.Message)
        {
            Interlocked.Increment(ref _messagesSent);
            Interlocked.Add(ref _bytesSent, message.Length);
        }

        _line.Send(message);
    }

    internal void CountReceived(int bytes)
    {
        Interlocked.Increment(ref _messagesReceived);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    /// <summary>Ends without a word to anybody, as a process that is killed.</summary>
    internal void Kill()
    {
        _ended = true;
        _state = PeerConnectionState.Closed;
        Release();
    }

    private void BeginConnecting() => _inbox.Post(new InboxEvent(InboxEventKind.PathChanged, Generation: -1));

    /// <summary>Handles one event; an observer that throws closes the connection.</summary>
    private void Handle(InboxEvent item)
    {
        if (_ended && item.Kind != InboxEventKind.Shutdown)
        {
            if (item.Buffer is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
            return;
        }

        try
        {
            if (item.Channel is null) HandleConnection(item);
            else HandleChannel(item, item.Channel);
        }
        catch (Exception thrown) when (item.Kind != InboxEventKind.Shutdown)
        {
            _ended = true;
            Shutdown($"The observer threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }

    private void HandleConnection(in InboxEvent item)
    {
        switch (item.Kind)
        {
            case InboxEventKind.PathChanged:
                if (item.Generation < 0) StartConnecting();
                UpdatePath();
                break;

            case InboxEventKind.LineFree:
                _line.LineFree();
                break;

            case InboxEventKind.Established when item.Generation == _generation:
                Established();
                break;

            case InboxEventKind.Disconnected when item.Generation == _generation
                && _state == PeerConnectionState.Connected:
                Change(PeerConnectionState.Disconnected, null);
                break;

            case InboxEventKind.Failed when item.Generation == _generation:
                Change(PeerConnectionState.Failed, "no path to the other end");
                break;

            case InboxEventKind.RemoteClosed:
                _ended = true;
                Shutdown("closed by the other end");
                break;

            case InboxEventKind.Shutdown:
                Shutdown("closed by this end");
                break;
        }
    }

    private void HandleChannel(in InboxEvent item, InMemoryDataChannel channel)
    {
        switch (item.Kind)
        {
            case InboxEventKind.Message when Counterpart(channel) is { } receiver:
                receiver.Receive(item);
                break;

            case InboxEventKind.Message:
                ArrayPool<byte>.Shared.Return(item.Buffer!);
                channel.Release(item.Length);
                break;

            case InboxEventKind.ChannelAnnounced:
                var announced = AddChannel(channel.Label, channel.Options with { Id = channel.Id });
                if (_toldConnected) Announce(announced);
                else _announced.Add(announced); // The other end was up first.
                break;

            case InboxEventKind.ChannelClosing:
                Counterpart(channel)?.BecomeClosed();
                RemoveChannel(channel);
                _remote?.Post(new InboxEvent(InboxEventKind.ChannelClosed, channel));
                break;

            case InboxEventKind.ChannelClosed:
                channel.BecomeClosed();
                RemoveChannel(channel);
                break;

            case InboxEventKind.ChannelReady when _toldConnected:
                channel.BecomeOpen();
                break;

            case InboxEventKind.Observed:
                channel.Flush();
                break;

            case InboxEventKind.BufferedAmountLow:
                channel.TellBufferedAmountLow();
                break;
        }
    }

    private void StartConnecting()
    {
        if (_state is not (PeerConnectionState.New or PeerConnectionState.Failed)) return;
        _hasPath = null;
        Change(PeerConnectionState.Connecting, null);
        PostGeneration(InboxEventKind.Failed, Options.FailedAfter);
    }

    /// <summary>Looks whether the ends reach each other now, and starts what follows from a change.</summary>
    private void UpdatePath()
    {
        var remote = _remote;
        var path = HasPath(remote);
        _line.SetOpen(remote, path && _state is (PeerConnectionState.Connected or PeerConnectionState.Disconnected));
        if (remote is null || path == _hasPath || _state is PeerConnectionState.New or PeerConnectionState.Failed)
            return;

        _hasPath = path;
        _generation++;
        if (path)
        {
            // An offer's answer is on its way while the handshake runs: four flights of ICE and DTLS.
            PostGeneration(InboxEventKind.Established,
                (Options.DelayBetween?.Invoke(Endpoint, remote.Endpoint) ?? Options.Delay) * 4);
            return;
        }

        PostGeneration(InboxEventKind.Disconnected, Options.DisconnectedAfter);
        PostGeneration(InboxEventKind.Failed, Options.FailedAfter);
    }

    private bool HasPath(InMemoryPeerConnection? remote) =>
        remote is not null && _network.Reaches(this, remote) && _network.Reaches(remote, this);

    private void Established()
    {
        Change(PeerConnectionState.Connected, null);
        _line.SetOpen(_remote, open: true);
        if (_toldConnected) return;
        _toldConnected = true;
        foreach (var channel in Channels().Except(_announced)) channel.BecomeOpen();
        foreach (var channel in _announced) Announce(channel);
        _announced.Clear();
    }

    private void Announce(InMemoryDataChannel channel)
    {
        _observer.OnDataChannel(channel);
        channel.BecomeOpen();
    }

    private void Change(PeerConnectionState state, string? reason)
    {
        if (_state == state) return;
        _state = state;
        if (state == PeerConnectionState.Connected) _observer.OnPathFound();
        _observer.OnConnectionStateChange(state, reason);
        if (state == PeerConnectionState.Failed) _line.SetOpen(_remote, open: false);
    }

    private void PostGeneration(InboxEventKind kind, TimeSpan after) =>
        _inbox.PostAt(new InboxEvent(kind, Generation: _generation), _network.Now + after.Ticks);

    private void Shutdown(string reason)
    {
        if (_state == PeerConnectionState.Closed) return;
        _state = PeerConnectionState.Closed;
        if (_remote is { } remote && _network.Reaches(this, remote))
            remote.PostAt(new InboxEvent(InboxEventKind.RemoteClosed), _network.Now + Options.Delay.Ticks);
        Release();
        foreach (var channel in Channels()) Quietly(channel.BecomeClosed);
        Quietly(() => _observer.OnConnectionStateChange(PeerConnectionState.Closed, reason));
    }

    private void Release()
    {
        _line.Close();
        foreach (var rest in _inbox.Stop())
        {
            if (rest.Buffer is not { } buffer) continue;
            ArrayPool<byte>.Shared.Return(buffer);
            rest.Channel!.Release(rest.Length);
        }

        foreach (var channel in Channels()) channel.Discard();
        _network.Remove(this);
        _inbox.Dispose();
    }

    /// <summary>The connection ends in any case: what an observer throws at its last calls changes nothing.</summary>
    private static void Quietly(Action call)
    {
        try
        {
            call();
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            System.Diagnostics.Trace.TraceError("An observer threw while its connection closed: {0}", thrown);
        }
    }

    private InMemoryDataChannel AddChannel(string label, DataChannelOptions options)
    {
        lock (_gate)
        {
            var id = options.Id ?? FreeId();
            var channel = new InMemoryDataChannel(this, label, options, id);
            if (!_channels.TryAdd(id, channel)) throw new ArgumentException($"Stream {id} is in use.", nameof(options));
            return channel;
        }
    }

    /// <summary>
    /// RFC 8832, section 6: the two ends take even and odd ids. 0 to 3 are left to negotiated channels.
    /// </summary>
    private ushort FreeId()
    {
        for (var id = _isOfferer ? 4 : 5; id < StreamIds; id += 2)
        {
            if (!_channels.ContainsKey((ushort)id)) return (ushort)id;
        }

        throw new ArgumentException("All stream ids are in use.");
    }

    private InMemoryDataChannel? Counterpart(InMemoryDataChannel sender)
    {
        lock (_gate) return _channels.GetValueOrDefault(sender.Id!.Value);
    }

    private void RemoveChannel(InMemoryDataChannel channel)
    {
        lock (_gate) _channels.Remove(channel.Id!.Value);
    }

    private InMemoryDataChannel[] Channels()
    {
        lock (_gate) return [.. _channels.Values];
    }
}
