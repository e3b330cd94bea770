using System.Collections.Concurrent;
using System.Net;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>One side of a connection over loopback, with what it was told.</summary>
internal sealed class Peer : IPeerConnectionObserver, IDataChannelObserver, IAsyncDisposable
{
    public static readonly TimeSpan Leash = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _arrived = new(0);

    public Peer(WebRtcPeerConnectionFactory factory) => Connection = factory.CreatePeerConnection(this);

    public static WebRtcOptions Loopback { get; } = new() { BindAddresses = [IPAddress.Loopback] };

    public IPeerConnection Connection { get; }

    public ConcurrentQueue<DataChannel> Remote { get; } = new();

    public ConcurrentQueue<(string Label, byte[] Bytes, bool Binary)> Messages { get; } = new();

    public ConcurrentQueue<string> Closed { get; } = new();

    public ConcurrentQueue<PeerConnectionState> States { get; } = new();

    /// <summary>Sends everything back on the channel it came on.</summary>
    public bool Echo { get; set; }

    /// <summary>Breaks the rule that observers do not throw.</summary>
    public bool Throws { get; set; }

    public Task ConnectedAsync() => _connected.Task.WaitAsync(Leash);

    public Task<string> EndedAsync() => _ended.Task.WaitAsync(Leash);

    /// <summary>Offers, answers and waits until both are connected.</summary>
    public static async Task ConnectAsync(Peer offerer, Peer answerer)
    {
        var offer = await offerer.Connection.CreateOfferAsync();
        await offerer.Connection.AcceptAnswerAsync(await answerer.Connection.CreateAnswerAsync(offer));
        await Task.WhenAll(offerer.ConnectedAsync(), answerer.ConnectedAsync());
    }

    public DataChannel Open(string label, DataChannelOptions? options = null)
    {
        var channel = Connection.CreateDataChannel(label, options ?? DataChannelOptions.Default);
        channel.Observe(this);
        return channel;
    }

    /// <summary>Waits for so many more events: channels opened or closed, messages.</summary>
    public async Task EventsAsync(int count, TimeSpan? leash = null)
    {
        for (var i = 0; i < count; i++)
            Assert.True(await _arrived.WaitAsync(leash ?? Leash), "an event was awaited in vain");
    }

    public void OnConnectionStateChange(PeerConnectionState state, string? reason)
    {
        States.Enqueue(state);
        if (state == PeerConnectionState.Connected)
            _connected.TrySetResult();
        if (state is not (PeerConnectionState.Failed or PeerConnectionState.Closed))
            return;
        _connected.TrySetException(new IOException(reason));
        _ended.TrySetResult(reason!);
    }

    public void OnDataChannel(DataChannel channel)
    {
        if (Throws)
            throw new InvalidOperationException("thrown by the test");
        channel.Observe(this);
        Remote.Enqueue(channel);
    }

    public void OnOpen(DataChannel channel) => _arrived.Release();

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        if (Echo)
            Assert.Equal(SendResult.Sent, channel.TrySend(message, binary));
        Messages.Enqueue((channel.Label, message.ToArray(), binary));
        _arrived.Release();
    }

    public void OnBufferedAmountLow(DataChannel channel)
    {
        // The tests here never fill a buffer.
    }

    public void OnClose(DataChannel channel)
    {
        Closed.Enqueue(channel.Label);
        _arrived.Release();
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
