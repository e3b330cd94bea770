namespace Rings.Transport;

/// <summary>
/// A bidirectional channel of messages over a peer connection. Names as in the W3C WebRTC API. Thread-safe.
/// </summary>
public abstract class DataChannel
{
    /// <summary>The channel's label, in-band channels' own word for what they are for.</summary>
    public abstract string Label { get; }

    /// <summary>How the channel was asked for.</summary>
    public abstract DataChannelOptions Options { get; }

    /// <summary>The SCTP stream id, or null until it is known.</summary>
    public abstract ushort? Id { get; }

    /// <summary>The channel's state now.</summary>
    public abstract DataChannelState ReadyState { get; }

    /// <summary>Bytes of messages taken by <see cref="TrySend"/> and not yet handed to the network.</summary>
    public abstract long BufferedAmount { get; }

    /// <summary>
    /// When <see cref="BufferedAmount"/> falls to this many bytes or below, having been above,
    /// <see cref="IDataChannelObserver.OnBufferedAmountLow"/> is called.
    /// </summary>
    public abstract long BufferedAmountLowThreshold { get; set; }

    /// <summary>The greatest message that the remote side takes, in bytes.</summary>
    public abstract int MaxMessageSize { get; }

    /// <summary>
    /// Sets who is told of messages and changes. Messages that came earlier are held (within the receive window) and
    /// delivered then.
    /// </summary>
    public abstract void Observe(IDataChannelObserver observer);

    /// <summary>Takes a message for sending; the bytes are copied before this returns.</summary>
    /// <param name="message">0 to <see cref="MaxMessageSize"/> bytes.</param>
    /// <param name="binary">False for UTF-8 text.</param>
    /// <returns>
    /// <see cref="SendResult.Full"/> takes nothing: wait for <see cref="IDataChannelObserver.OnBufferedAmountLow"/>.
    /// </returns>
    public abstract SendResult TrySend(ReadOnlySpan<byte> message, bool binary = true);

    /// <summary>Closes the channel after what is buffered has left. The connection stays.</summary>
    public abstract void Close();
}
