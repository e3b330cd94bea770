using Rings.Transport;
using Rings.Transport.WebRtc;

namespace Rings.Nat.Peer;

/// <summary>One side of a connection across NATs, in its own network namespace.</summary>
internal sealed class NatSide : IPeerConnectionObserver, IDataChannelObserver, IAsyncDisposable
{
    private static readonly TimeSpan Leash = TimeSpan.FromSeconds(50);

    private readonly DirectoryInfo _folder;
    private readonly WebRtcPeerConnectionFactory _factory;
    private readonly IPeerConnection _connection;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NatSide(IEnumerable<string> servers, DirectoryInfo folder)
    {
        _folder = folder;
        _factory = new WebRtcPeerConnectionFactory(new WebRtcOptions
        {
            IceServers = [.. servers.Select(server => new IceServerOptions(server, "rings", "secret"))],
        });
        _connection = _factory.CreatePeerConnection(this);
        var channel = _connection.CreateDataChannel("nat", new DataChannelOptions { Negotiated = true, Id = 1 });
        channel.Observe(this);
    }

    public async Task<string> OfferAsync()
    {
        await WriteAsync("offer", await _connection.CreateOfferAsync());
        await _connection.AcceptAnswerAsync(await ReadAsync("answer"));
        return await TalkAsync("offer-done", "answer-done");
    }

    public async Task<string> AnswerAsync()
    {
        await WriteAsync("answer", await _connection.CreateAnswerAsync(await ReadAsync("offer")));
        return await TalkAsync("answer-done", "offer-done");
    }

    public void OnConnectionStateChange(PeerConnectionState state, string? reason)
    {
        if (state is PeerConnectionState.Failed or PeerConnectionState.Closed)
            _opened.TrySetException(new IOException(reason));
    }

    public void OnDataChannel(DataChannel channel) => channel.Observe(this);

    public void OnOpen(DataChannel channel)
    {
        channel.TrySend(new byte[10_000]);
        _opened.TrySetResult();
    }

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) => _received.TrySetResult();

    public void OnBufferedAmountLow(DataChannel channel)
    {
        // One message fills no buffer.
    }

    public void OnClose(DataChannel channel) => _received.TrySetException(new IOException("closed by the other side"));

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _factory.DisposeAsync();
    }

    /// <summary>Each side sends a message and waits for the other's; then for a word that it has arrived too.</summary>
    private async Task<string> TalkAsync(string own, string other)
    {
        await _opened.Task.WaitAsync(Leash);
        await _received.Task.WaitAsync(Leash);
        var statistics = _connection.GetStatistics();
        await WriteAsync(own, "done");
        await ReadAsync(other);
        return $"connected: {statistics.LocalCandidate} - {statistics.RemoteCandidate}";
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf($"{name}.tmp"), text);
        File.Move(PathOf($"{name}.tmp"), PathOf(name), overwrite: true);
    }

    private async Task<string> ReadAsync(string name)
    {
        using var cancel = new CancellationTokenSource(Leash);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!File.Exists(PathOf(name))) await timer.WaitForNextTickAsync(cancel.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no {name} came");
        }

        return await File.ReadAllTextAsync(PathOf(name));
    }
}
