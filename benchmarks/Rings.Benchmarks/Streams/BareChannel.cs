using System.Diagnostics;
using System.Globalization;
using System.Text;
using Rings.Benchmarks.Actors;
using Rings.Transport;
using Rings.Transport.WebRtc;

namespace Rings.Benchmarks.Streams;

/// <summary>One data channel and nothing else, between two processes: what a stream is measured beside.</summary>
internal sealed class BareChannel : IPeerConnectionObserver, IDataChannelObserver
{
    /// <summary>The process's first argument.</summary>
    public const string Part = "bare-channel";

    private const int MessageBytes = 16 * 1024;
    private const long HighBytes = 1 << 20;

    private readonly IPeerConnection _connection;
    private readonly DataChannel _channel;
    private readonly SemaphoreSlim _room = new(0);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BareChannel()
    {
        _connection = new WebRtcPeerConnectionFactory(BenchmarkNode.Loopback).CreatePeerConnection(this);
        _channel = _connection.CreateDataChannel("bare", new DataChannelOptions { Negotiated = true, Id = 0 });
        _channel.BufferedAmountLowThreshold = HighBytes / 4;
        _channel.Observe(this);
    }

    /// <summary>The process: describes, answers, accepts, floods.</summary>
    public static async Task<int> RunAsync()
    {
        var bare = new BareChannel();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (word, value) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "");
            Console.WriteLine(await bare.DoAsync(word, value));
        }

        return 0;
    }

    void IPeerConnectionObserver.OnConnectionStateChange(PeerConnectionState state, string? reason)
    {
        if (state == PeerConnectionState.Failed) _open.TrySetException(new InvalidOperationException(reason));
    }

    void IPeerConnectionObserver.OnDataChannel(DataChannel channel) => channel.Close();

    void IDataChannelObserver.OnOpen(DataChannel channel) => _open.TrySetResult();

    /// <remarks>A flood ends with one byte, which is answered by one.</remarks>
    void IDataChannelObserver.OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        if (message.Length != 1) return;
        if (message[0] == 0) channel.TrySend([1]);
        else _arrived.TrySetResult();
    }

    void IDataChannelObserver.OnBufferedAmountLow(DataChannel channel) => _room.Release();

    void IDataChannelObserver.OnClose(DataChannel channel) => _open.TrySetException(new InvalidOperationException("closed"));

    private async Task<string> DoAsync(string word, string value)
    {
        switch (word)
        {
            case "describe":
                return $"sdp {Encode(await _connection.CreateOfferAsync())}";

            case "answer":
                return $"sdp {Encode(await _connection.CreateAnswerAsync(Decode(value)))}";

            case "accept":
                await _connection.AcceptAnswerAsync(Decode(value));
                await _open.Task;
                return "accepted yes";

            default:
                return await Task.Factory.StartNew(
                    () => Flood(TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture))),
                    CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private string Flood(TimeSpan time)
    {
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (message, clock, bytes) = (new byte[MessageBytes], Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(clock) < time)
        {
            Send(message);
            bytes += message.Length;
        }

        Send([0]);
        _arrived.Task.Wait();
        return string.Create(
            CultureInfo.InvariantCulture, $"flooded {bytes} {Stopwatch.GetElapsedTime(clock).TotalSeconds}");
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        while (_channel.BufferedAmount >= HighBytes || _channel.TrySend(message) == SendResult.Full) _room.Wait(10);
    }

    private static string Encode(string sdp) => Convert.ToBase64String(Encoding.UTF8.GetBytes(sdp));

    private static string Decode(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
