using System.Text;
using Rings.Transport;

namespace Rings.Samples.AotSmoke;

/// <summary>Sends one text and takes its answer.</summary>
internal sealed class Caller(string text) : Echo
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Answer => _answer.Task;

    public override void OnConnectionStateChange(PeerConnectionState state, string? reason)
    {
        base.OnConnectionStateChange(state, reason);
        if (state is PeerConnectionState.Failed or PeerConnectionState.Closed)
            _answer.TrySetException(new IOException(reason));
    }

    public override void OnOpen(DataChannel channel)
    {
        base.OnOpen(channel);
        channel.TrySend(Encoding.UTF8.GetBytes(text), binary: false);
    }

    public override void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) =>
        _answer.TrySetResult(Encoding.UTF8.GetString(message));
}
