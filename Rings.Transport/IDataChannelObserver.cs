namespace Rings.Transport;

/// <summary>
/// Is told what happens on a channel. The rules of <see cref="IPeerConnectionObserver"/> hold here too.
/// </summary>
public interface IDataChannelObserver
{
    /// <summary>The channel can send and receive.</summary>
    void OnOpen(DataChannel channel);

    /// <summary>A whole message came.</summary>
    /// <param name="channel">Where.</param>
    /// <param name="message">Its bytes, valid only during the call.</param>
    /// <param name="binary">False for UTF-8 text.</param>
    void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary);

    /// <summary>The buffered amount fell to its low threshold.</summary>
    void OnBufferedAmountLow(DataChannel channel);

    /// <summary>The channel is closed: by either side, or with its connection. The last call.</summary>
    void OnClose(DataChannel channel);
}
