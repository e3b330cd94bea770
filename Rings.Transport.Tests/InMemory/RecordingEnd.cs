using System.Text;

namespace Rings.Transport.Tests.InMemory;

/// <summary>One end of a connection that writes down what it is told.</summary>
internal sealed class RecordingEnd : IPeerConnectionObserver, IDataChannelObserver
{
    private readonly TimeProvider _time;

    public RecordingEnd(IPeerConnectionFactory factory, TimeProvider time)
    {
        _time = time;
        Connection = factory.CreatePeerConnection(this);
    }

    public IPeerConnection Connection { get; }

    public List<string> Log { get; } = [];

    public List<(TimeSpan At, string Channel, string Text)> Messages { get; } = [];

    public List<DataChannel> Announced { get; } = [];

    public Action<DataChannel>? WhenMessage { get; set; }

    public Dictionary<string, DataChannel> Channels { get; } = [];

    public DataChannel Open(string label, DataChannelOptions options)
    {
        var channel = Connection.CreateDataChannel(label, options);
        channel.Observe(this);
        Channels[label] = channel;
        return channel;
    }

    public void OnConnectionStateChange(PeerConnectionState state, string? reason) => Log.Add(state.ToString());

    public void OnDataChannel(DataChannel channel)
    {
        Announced.Add(channel);
        channel.Observe(this);
    }

    public void OnOpen(DataChannel channel) => Log.Add($"{channel.Label} open");

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        Messages.Add((_time.GetElapsedTime(0, _time.GetTimestamp()), channel.Label, Encoding.UTF8.GetString(message)));
        WhenMessage?.Invoke(channel);
    }

    public void OnBufferedAmountLow(DataChannel channel) => Log.Add($"{channel.Label} low");

    public void OnClose(DataChannel channel) => Log.Add($"{channel.Label} closed");
}
