namespace Rings.Transport.Tests.Dcep;

/// <summary>Writes down what a channel tells.</summary>
internal sealed class ChannelRecorder : IDataChannelObserver
{
    public List<DataChannel> Opened { get; } = [];

    public List<DataChannel> ClosedOnes { get; } = [];

    public List<(DataChannel Channel, byte[] Bytes, bool Binary)> Messages { get; } = [];

    public int Low { get; private set; }

    public bool Throws { get; set; }

    public void OnOpen(DataChannel channel) => Opened.Add(channel);

    public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
    {
        if (Throws)
            throw new InvalidOperationException("broken");

        Messages.Add((channel, message.ToArray(), binary));
    }

    public void OnBufferedAmountLow(DataChannel channel) => Low++;

    public void OnClose(DataChannel channel) => ClosedOnes.Add(channel);
}
