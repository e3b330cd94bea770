using System.Runtime.InteropServices.JavaScript;
using System.Text.Json.Nodes;
using Rings.Transport;

namespace Rings.Browser.WebRtc;

/// <summary>
/// A connection of the browser's. All calls come on the page's one thread, so that none overlap, as observers may
/// expect.
/// </summary>
internal sealed class BrowserPeerConnection : IPeerConnection
{
    private readonly IPeerConnectionObserver _observer;
    private readonly Action<BrowserPeerConnection> _ended;
    private readonly Dictionary<int, BrowserDataChannel> _channels = [];
    private readonly int _number;
    private bool _isOver;
    private string? _local;
    private string? _remote;

    public BrowserPeerConnection(
        IPeerConnectionObserver observer, string configuration, Action<BrowserPeerConnection> ended)
    {
        (_observer, _ended) = (observer, ended);
        _number = Rtc.Create(configuration, Happened, Arrived);
    }

    /// <inheritdoc/>
    public PeerConnectionState ConnectionState { get; private set; }

    /// <summary>What went out so far.</summary>
    public Traffic Sent { get; } = new();

    private Traffic Received { get; } = new();

    /// <inheritdoc/>
    public DataChannel CreateDataChannel(string label, DataChannelOptions options)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        var number = Rtc.CreateChannel(_number, label, InitOf(options));
        var channel = new BrowserDataChannel(this, (_number, number), label, options);
        _channels.Add(number, channel);
        return channel;
    }

    /// <inheritdoc/>
    public async ValueTask<string> CreateOfferAsync(bool iceRestart = false, CancellationToken cancel = default) =>
        await Judged(Rtc.CreateOffer(_number, iceRestart)).WaitAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask<string> CreateAnswerAsync(string offer, CancellationToken cancel = default) =>
        await Judged(Rtc.CreateAnswer(_number, offer)).WaitAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask AcceptAnswerAsync(string answer, CancellationToken cancel = default)
    {
        try
        {
            await Rtc.AcceptAnswer(_number, answer).WaitAsync(cancel);
        }
        catch (JSException wrong)
        {
            throw new SdpException(wrong.Message);
        }
    }

    /// <inheritdoc/>
    public PeerConnectionStatistics GetStatistics() => new()
    {
        LocalCandidate = _local,
        RemoteCandidate = _remote,
        BytesSent = Sent.Bytes,
        MessagesSent = Sent.Messages,
        BytesReceived = Received.Bytes,
        MessagesReceived = Received.Messages,
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End(PeerConnectionState.Closed, "closed by this side");
        return ValueTask.CompletedTask;
    }

    private static async Task<string> Judged(Task<string> description)
    {
        try
        {
            return await description;
        }
        catch (JSException wrong)
        {
            throw new SdpException(wrong.Message);
        }
    }

    private static string InitOf(DataChannelOptions options)
    {
        var init = new JsonObject
        {
            ["ordered"] = options.Ordered,
            ["negotiated"] = options.Negotiated,
            ["protocol"] = options.Protocol,
        };
        if (options.Id is { } id) init["id"] = (int)id;
        if (options.MaxRetransmits is { } times) init["maxRetransmits"] = (int)times;
        if (options.MaxPacketLifeTime is { } milliseconds) init["maxPacketLifeTime"] = (int)milliseconds;
        return init.ToJsonString();
    }

    private void Happened(string what, int number, string word)
    {
        if (_isOver) return;
        var channel = _channels.GetValueOrDefault(number);
        switch (what)
        {
            case "state":
                Changed(word);
                break;

            case "open":
                Guarded(() => channel?.Opened());
                break;

            case "low":
                Guarded(() => channel?.Drained());
                break;

            case "close":
                _channels.Remove(number);
                Guarded(() => channel?.Closed());
                break;
        }
    }

    private void Changed(string word)
    {
        var state = word switch
        {
            "connecting" => PeerConnectionState.Connecting,
            "connected" => PeerConnectionState.Connected,
            "disconnected" => PeerConnectionState.Disconnected,
            "failed" => PeerConnectionState.Failed,
            "closed" => PeerConnectionState.Closed,
            _ => PeerConnectionState.New,
        };
        ConnectionState = state;
        if (state == PeerConnectionState.Closed)
        {
            End(state, "the browser closed the connection");
            return;
        }

        if (state == PeerConnectionState.Connected) _ = LookAtPairAsync();
        _observer.OnConnectionStateChange(
            state, state == PeerConnectionState.Failed ? "the browser found no way to the other side" : null);
    }

    /// <summary>Right after a connection is up no pair is nominated yet: the script waits for one.</summary>
    private async Task LookAtPairAsync()
    {
        var pair = (await Rtc.Pair(_number)).Split('|');
        if (pair.Length == 2) (_local, _remote) = (pair[0], pair[1]);
    }

    private void Arrived(int number, JSObject view)
    {
        using (view)
        {
            if (_isOver || !_channels.TryGetValue(number, out var channel)) return;
            var message = Rtc.Bytes(view);
            Received.Count(message.Length);
            Guarded(() => channel.Arrived(message));
        }
    }

    /// <summary>What an observer throws ends the connection, as <see cref="IPeerConnectionObserver"/> says.</summary>
    private void Guarded(Action tell)
    {
        try
        {
            tell();
        }
#pragma warning disable CA1031 // Whatever it is, it ends this connection and is told.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            End(PeerConnectionState.Failed, thrown.Message);
        }
    }

    private void End(PeerConnectionState state, string reason)
    {
        if (_isOver) return;
        _isOver = true;
        ConnectionState = state;
        Rtc.Close(_number);
        foreach (var channel in _channels.Values.ToList()) channel.Closed();
        _channels.Clear();
        _ended(this);
        _observer.OnConnectionStateChange(state, reason);
    }
}
