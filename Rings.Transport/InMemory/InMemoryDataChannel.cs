using System.Buffers;

namespace Rings.Transport.InMemory;

/// <summary>One end of a channel. Messages wait here until the channel is open and somebody observes it.</summary>
internal sealed class InMemoryDataChannel(InMemoryPeerConnection owner, string label, DataChannelOptions options,
    ushort id)
    : DataChannel
{
    private readonly Queue<InboxEvent> _held = new();
    private volatile IDataChannelObserver? _observer;
    private volatile DataChannelState _state;
    private volatile bool _refused;
    private bool _toldOpen;
    private bool _toldClosed;
    private long _buffered;
    private long _threshold;

    public override string Label => label;

    public override DataChannelOptions Options => options;

    public override ushort? Id => id;

    public override DataChannelState ReadyState => _state;

    public override long BufferedAmount => Interlocked.Read(ref _buffered);

    public override long BufferedAmountLowThreshold
    {
        get => Interlocked.Read(ref _threshold);
        set => Interlocked.Exchange(ref _threshold, value);
    }

    public override int MaxMessageSize => owner.Options.MaxMessageSize;

    /// <summary>
    /// When the last message of this channel arrives at the other end, in ticks; guarded by the owner's line.
    /// </summary>
    internal long LastDue { get; set; }

    public override void Observe(IDataChannelObserver observer)
    {
        _observer = observer;
        owner.Post(new InboxEvent(InboxEventKind.Observed, this));
    }

    public override SendResult TrySend(ReadOnlySpan<byte> message, bool binary = true)
    {
        if (_state != DataChannelState.Open) return SendResult.NotOpen;
        if (message.Length > MaxMessageSize) return SendResult.TooLong;
        if (Interlocked.Add(ref _buffered, message.Length) > owner.Options.BufferBytes)
        {
            _refused = true;
            Release(message.Length);
            return SendResult.Full;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(buffer);
        owner.Options.Tap?.Invoke(owner.Endpoint, buffer.AsMemory(0, message.Length));
        owner.Send(new InboxEvent(InboxEventKind.Message, this, buffer, message.Length, binary));
        return SendResult.Sent;
    }

    public override void Close()
    {
        if (_state is DataChannelState.Closing or DataChannelState.Closed) return;
        var wasOpen = _state == DataChannelState.Open;
        _state = DataChannelState.Closing;
        if (wasOpen) owner.Send(new InboxEvent(InboxEventKind.ChannelClosing, this));
        else owner.Post(new InboxEvent(InboxEventKind.ChannelClosed, this));
    }

    /// <summary>Counts bytes as on their way.</summary>
    internal void Take(int bytes) => Interlocked.Add(ref _buffered, bytes);

    /// <summary>Counts bytes as gone; tells the observer when that was enough.</summary>
    internal void Release(int bytes)
    {
        var after = Interlocked.Add(ref _buffered, -bytes);
        var threshold = BufferedAmountLowThreshold;
        if (after > threshold || (after + bytes <= threshold && !_refused)) return;
        _refused = false;
        owner.Post(new InboxEvent(InboxEventKind.BufferedAmountLow, this));
    }

    // What follows runs in the owner's inbox alone.

    /// <summary>The connection is up: the channel can be used.</summary>
    internal void BecomeOpen()
    {
        if (_state == DataChannelState.Connecting) _state = DataChannelState.Open;
        Flush();
    }

    /// <summary>A message of the other end; held until the observer has heard that the channel is open.</summary>
    internal void Receive(in InboxEvent message)
    {
        _held.Enqueue(message);
        Flush();
    }

    internal void BecomeClosed()
    {
        _state = DataChannelState.Closed;
        if (_toldClosed || _observer is not { } observer) return;
        _toldClosed = true;
        observer.OnClose(this);
    }

    internal void TellBufferedAmountLow()
    {
        if (_state == DataChannelState.Open) _observer?.OnBufferedAmountLow(this);
    }

    /// <summary>Gives the observer what it has not had yet.</summary>
    internal void Flush()
    {
        if (_observer is not { } observer || _state == DataChannelState.Connecting) return;
        if (_state == DataChannelState.Open && !_toldOpen)
        {
            _toldOpen = true;
            observer.OnOpen(this);
        }

        while (_held.TryDequeue(out var message)) Deliver(observer, message);
        if (_state == DataChannelState.Closed) BecomeClosed();
    }

    /// <summary>Gives back the arrays of messages that nobody will read.</summary>
    internal void Discard()
    {
        while (_held.TryDequeue(out var message)) ArrayPool<byte>.Shared.Return(message.Buffer!);
    }

    private void Deliver(IDataChannelObserver observer, in InboxEvent message)
    {
        try
        {
            owner.CountReceived(message.Length);
            observer.OnMessage(this, message.Buffer.AsSpan(0, message.Length), message.Binary);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message.Buffer!);
            message.Channel!.Release(message.Length);
        }
    }
}
