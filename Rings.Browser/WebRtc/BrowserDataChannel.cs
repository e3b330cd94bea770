using Rings.Transport;

namespace Rings.Browser.WebRtc;

/// <summary>A channel of the browser's.</summary>
/// <param name="owner">Its connection.</param>
/// <param name="place">Its numbers in <c>rtc.mjs</c>.</param>
/// <param name="label">Its label.</param>
/// <param name="options">How it behaves.</param>
internal sealed class BrowserDataChannel(
    BrowserPeerConnection owner, (int Connection, int Channel) place, string label, DataChannelOptions options)
    : DataChannel
{
    /// <summary>Messages that wait for an observer; a peer that sends more before there is one breaks the connection.</summary>
    private const int MaxEarly = 256;

    private readonly Queue<byte[]> _early = new();
    private IDataChannelObserver? _observer;
    private DataChannelState _state = DataChannelState.Connecting;
    private long _lowThreshold;

    /// <inheritdoc/>
    public override string Label => label;

    /// <inheritdoc/>
    public override DataChannelOptions Options => options;

    /// <inheritdoc/>
    public override ushort? Id => options.Id;

    /// <inheritdoc/>
    public override DataChannelState ReadyState => _state;

    /// <inheritdoc/>
    public override long BufferedAmount => (long)Rtc.Buffered(place.Connection, place.Channel);

    /// <inheritdoc/>
    public override long BufferedAmountLowThreshold
    {
        get => _lowThreshold;
        set
        {
            _lowThreshold = value;
            Rtc.SetLowThreshold(place.Connection, place.Channel, value);
        }
    }

    /// <inheritdoc/>
    public override int MaxMessageSize => Rtc.MaxMessage(place.Connection);

    /// <inheritdoc/>
    public override void Observe(IDataChannelObserver observer)
    {
        _observer = observer;
        if (_state == DataChannelState.Open) observer.OnOpen(this);
        while (_early.TryDequeue(out var message)) observer.OnMessage(this, message, binary: true);
        if (_state == DataChannelState.Closed) observer.OnClose(this);
    }

    /// <inheritdoc/>
    public override unsafe SendResult TrySend(ReadOnlySpan<byte> message, bool binary = true)
    {
        if (_state != DataChannelState.Open) return SendResult.NotOpen;
        fixed (byte* first = message)
        {
            // The script copies the bytes out before it returns.
            var sent = Rtc.Send(place.Connection, place.Channel, new Span<byte>(first, message.Length), binary);
            if (sent == 0) owner.Sent.Count(message.Length);
            return sent switch
            {
                0 => SendResult.Sent,
                1 => SendResult.Full,
                2 => SendResult.TooLong,
                _ => SendResult.NotOpen,
            };
        }
    }

    /// <inheritdoc/>
    public override void Close() => Rtc.CloseChannel(place.Connection, place.Channel);

    /// <summary>The browser opened it.</summary>
    public void Opened()
    {
        _state = DataChannelState.Open;
        _observer?.OnOpen(this);
    }

    /// <summary>The browser's buffer fell to its low threshold.</summary>
    public void Drained() => _observer?.OnBufferedAmountLow(this);

    /// <summary>A message came.</summary>
    /// <exception cref="InvalidOperationException">Too many came before anybody observes.</exception>
    public void Arrived(byte[] message)
    {
        if (_observer is not null) _observer.OnMessage(this, message, binary: true);
        else if (_early.Count < MaxEarly) _early.Enqueue(message);
        else throw new InvalidOperationException($"{MaxEarly} messages came before the channel was observed.");
    }

    /// <summary>It is closed; said once.</summary>
    public void Closed()
    {
        if (_state == DataChannelState.Closed) return;
        _state = DataChannelState.Closed;
        _observer?.OnClose(this);
    }
}
