using Rings.Transport;

namespace Rings.TestKit.Probes;

/// <summary>A peer connection whose lanes a test holds in its hand; the factory of itself.</summary>
internal sealed class StubConnection : IPeerConnection, IPeerConnectionFactory
{
    /// <summary>The lanes, in their order.</summary>
    public List<StubChannel> Lanes { get; } = [];

    public PeerConnectionState ConnectionState => PeerConnectionState.Connected;

    public IPeerConnection CreatePeerConnection(IPeerConnectionObserver observer) => this;

    public DataChannel CreateDataChannel(string label, DataChannelOptions options)
    {
        var channel = new StubChannel(options);
        Lanes.Add(channel);
        return channel;
    }

    public ValueTask<string> CreateOfferAsync(bool iceRestart = false, CancellationToken cancel = default) =>
        ValueTask.FromResult("offer");

    public ValueTask<string> CreateAnswerAsync(string offer, CancellationToken cancel = default) =>
        ValueTask.FromResult("answer");

    public void AcceptAnswer(string answer)
    {
    }

    public PeerConnectionStatistics GetStatistics() => new();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
