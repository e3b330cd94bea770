using Rings.Transport.Dcep;
using Rings.Transport.Ice;

namespace Rings.Transport.WebRtc;

/// <summary>
/// One connection: gives its state machines (ICE, DTLS, SCTP, DCEP) packets, time and threads, and takes from them what
/// is to be sent.
/// </summary>
/// <remarks>
/// <code>
/// New --remote description--> Connecting --ICE, DTLS, SCTP--> Connected &lt;--silence, answer--> Disconnected
///   any --no path, no consent, handshake or association failed--> Failed
///   any --closed by either side--> Closed
/// </code>
/// One lock (<see cref="Gate"/>) guards them all. The socket's thread, the timer and the application's threads take
/// turns; whoever has fed something then writes what is due, one thread at a time, and sends it outside of the lock.
/// </remarks>
internal sealed partial class WebRtcPeerConnection : IPeerConnection, IDataChannelHost, IIceSink
{
    private readonly WebRtcPeerConnectionFactory _factory;
    private readonly IPeerConnectionObserver _observer;
    private readonly DataChannels _channels;
    private readonly ITimer _timer;
    private bool _over;

    public WebRtcPeerConnection(WebRtcPeerConnectionFactory factory, IPeerConnectionObserver observer)
    {
        _factory = factory;
        _observer = observer;
        _channels = new DataChannels(this, factory.Random);
        _timer = factory.Clock.CreateTimer(
            static self => ((WebRtcPeerConnection)self!).OnTimer(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public Lock Gate { get; } = new();

    /// <inheritdoc/>
    public TimeSpan Now => _factory.Now;

    /// <inheritdoc/>
    public PeerConnectionState ConnectionState { get; private set; }

    /// <inheritdoc/>
    public DataChannel CreateDataChannel(string label, DataChannelOptions options)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(options);
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_over, this);
            return _channels.Create(label, options);
        }
    }

    /// <inheritdoc/>
    public PeerConnectionStatistics GetStatistics()
    {
        lock (Gate)
        {
            var ice = _agent?.GetStatistics();
            var sctp = _channels.Association?.GetStatistics() ?? default;
            return new PeerConnectionStatistics
            {
                LocalCandidate = Text(ice?.Local),
                RemoteCandidate = Text(ice?.Remote),
                LocalCandidates = [.. (ice?.Locals ?? []).Select(own => Shown(own, $"{own.Base}"))],
                RemoteCandidates = [.. (ice?.Remotes ?? []).Select(other => Shown(other))],
                CandidatePairs = ice?.Pairs ?? [],
                RemoteCandidatesLeftOut = ice?.RemoteLeftOut ?? 0,
                RoundTripTime = sctp.RoundTripTime ?? ice?.RoundTrip,
                BytesSent = sctp.BytesSent,
                BytesReceived = sctp.BytesReceived,
                MessagesSent = sctp.MessagesSent,
                MessagesReceived = sctp.MessagesReceived,
                Retransmissions = sctp.Retransmissions,
                MaxDatagram = sctp.PacketSize == 0 ? 0 : sctp.PacketSize + Dtls.DtlsRecordLayer.Overhead,
                CongestionWindow = sctp.CongestionWindow,
            };
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (Gate)
            End(PeerConnectionState.Closed, "closed by this side", tellRemote: true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    void IDataChannelHost.OnDataChannel(DataChannel channel) => _observer.OnDataChannel(channel);

    /// <inheritdoc/>
    void IDataChannelHost.OnAssociationEstablished() => SetState(PeerConnectionState.Connected);

    /// <inheritdoc/>
    void IDataChannelHost.OnAssociationClosed(bool failed, string detail) =>
        _ending = (failed ? PeerConnectionState.Failed : PeerConnectionState.Closed, detail);

    private static string? Text(IceCandidate? candidate) =>
        candidate is null ? null : $"{candidate.Address} {candidate.Type}";

    private static ConnectionCandidate Shown(IceCandidate candidate, string? from = null) =>
        new($"{candidate.Address}", $"{candidate.Type}", from);

    private void SetState(PeerConnectionState state, string? reason = null)
    {
        if (_over || ConnectionState == state)
            return;

        ConnectionState = state;
        _observer.OnConnectionStateChange(state, reason);
    }

    // Final: everything is let go of, so that nothing of the connection is left anywhere.
    private void End(PeerConnectionState state, string reason, bool tellRemote)
    {
        if (_over)
            return;

        if (tellRemote)
            SayGoodbye();
        CloseChannels(reason);
        var changed = ConnectionState != state;
        ConnectionState = state;
        _over = true;
        Release();
        if (changed)
            TellEnd(state, reason);
    }

    private void TellEnd(PeerConnectionState state, string reason)
    {
        try
        {
            _observer.OnConnectionStateChange(state, reason);
        }
        catch (Exception)
        {
            // What an observer throws closes its connection, and this one is closed already.
        }
    }

    private void CloseChannels(string reason)
    {
        _processing = true;
        _channels.Abort(reason);
        _processing = false;
    }

    private void Release()
    {
        _timer.Dispose();
        _handshake?.Cancel();
        _session?.Dispose();
        _agent?.Close();
        foreach (var (local, remote) in _routes)
            CloseRoute(local, remote);
        _routes.Clear();
        foreach (var credentials in _credentials)
            _factory.Unregister(credentials.Tag);
        _credentials.Clear();
        _sockets?.Release(_claimed);
        (_agent, _session, _handshake, _socket) = (null, null, null, null);
        _factory.Forget(this);
    }

    // What an observer or a state machine throws must end this connection, never the socket's thread.
    private void Guard(Exception error) =>
        End(PeerConnectionState.Failed, $"unexpected: {error.GetType().Name}: {error.Message}", tellRemote: true);
}
