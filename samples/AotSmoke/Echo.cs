using Rings.Transport;

namespace Rings.Samples.AotSmoke;

/// <summary>Sends every message back.</summary>
internal class Echo : IPeerConnectionObserver, IDataChannelObserver
{
    public virtual void OnConnectionStateChange(PeerConnectionState state, string? reason) =>
        Console.WriteLine($"{GetType().Name}: {state} {reason}");

    public void OnDataChannel(DataChannel channel) => channel.Observe(this);

    public virtual void OnOpen(DataChannel channel) =>
        Console.WriteLine($"{GetType().Name}: \"{channel.Label}\" is open");

    public virtual void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) =>
        channel.TrySend(message, binary);

    public void OnBufferedAmountLow(DataChannel channel)
    {
        // A few bytes never fill the buffer.
    }

    public void OnClose(DataChannel channel) => Console.WriteLine($"{GetType().Name}: \"{channel.Label}\" is closed");
}
