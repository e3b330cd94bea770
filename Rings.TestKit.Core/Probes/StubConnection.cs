using Rings.Transport;

namespace Rings.TestKit.Probes;

/// <summary>A peer connection whose lanes a test holds in its hand; the factory of itself.</summary>
public sealed class StubConnection : IPeerConnection, IPeerConnectionFactory
{
    /// <summary>The lanes, in their order.</summary>
    public List<StubChannel> Lanes { get; } = [];

    /// <summary>When, and whether, the other side's answer is taken; at once at first.</summary>
    public Task Answered { get; set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public PeerConnectionState ConnectionState => PeerConnectionState.Connected;

    /// <inheritdoc/>
    public IPeerConnection CreatePeerConnection(IPeerConnectionObserver observer) => this;

    /// <inheritdoc/>
    public DataChannel CreateDataChannel(string label, DataChannelOptions options)
    {
        var channel = new StubChannel(options);
        Lanes.Add(channel);
        return channel;
    }

    /// <inheritdoc/>
    public ValueTask<string> CreateOfferAsync(bool iceRestart = false, CancellationToken cancel = default) =>
        ValueTask.FromResult("offer");

    /// <inheritdoc/>
    public ValueTask<string> CreateAnswerAsync(string offer, CancellationToken cancel = default) =>
        ValueTask.FromResult("answer");

    /// <inheritdoc/>
    public ValueTask AcceptAnswerAsync(string answer, CancellationToken cancel = default) => new(Answered);

    /// <inheritdoc/>
    public PeerConnectionStatistics GetStatistics() => new();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
