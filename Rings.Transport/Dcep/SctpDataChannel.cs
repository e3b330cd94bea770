using Rings.Transport.Sctp;

namespace Rings.Transport.Dcep;

/// <summary>A data channel over an SCTP stream. See <see cref="DataChannels"/>.</summary>
internal sealed class SctpDataChannel(
    DataChannels channels, IDataChannelHost host, string label, DataChannelOptions options) : DataChannel
{
    private static readonly byte[] Empty = [0];

    private OutgoingStream? _stream;
    private IDataChannelObserver? _observer;
    private HeldMessages? _held;
    private DataChannelState _state;
    private ushort? _id;
    private long _lowThreshold;
    private bool _acknowledged;
    private bool _toldOpen;
    private bool _remoteReset;
    private bool _localReset;

    /// <inheritdoc/>
    public override string Label => label;

    /// <inheritdoc/>
    public override DataChannelOptions Options => options;

    /// <inheritdoc/>
    public override ushort? Id => _id;

    /// <inheritdoc/>
    public override DataChannelState ReadyState => _state;

    /// <inheritdoc/>
    public override int MaxMessageSize => channels.MaxMessageSize;

    /// <inheritdoc/>
    public override long BufferedAmount
    {
        get
        {
            lock (host.Gate)
                return _stream?.Buffered ?? 0;
        }
    }

    /// <inheritdoc/>
    public override long BufferedAmountLowThreshold
    {
        get => _lowThreshold;
        set
        {
            lock (host.Gate)
            {
                _lowThreshold = value;
                if (_stream is not null)
                    _stream.LowThreshold = value;
            }
        }
    }

    /// <summary>Whether anything was sent on the stream, so that it must be reset.</summary>
    internal bool IsAnnounced => _stream is not null;

    /// <summary>Whether the remote side has reset its direction: nothing comes for this channel any more.</summary>
    internal bool RemoteIsGone => _remoteReset;

    /// <inheritdoc/>
    public override void Observe(IDataChannelObserver observer)
    {
        lock (host.Gate)
        {
            _observer = observer;
            _toldOpen = false;
            TellOpen();
            DeliverHeld();
            if (_state == DataChannelState.Closed)
                Tell(static (told, channel) => told.OnClose(channel));
        }
    }

    /// <inheritdoc/>
    public override SendResult TrySend(ReadOnlySpan<byte> message, bool binary = true)
    {
        lock (host.Gate)
        {
            if (_state != DataChannelState.Open)
                return SendResult.NotOpen;

            if (message.Length > channels.MaxMessageSize)
                return SendResult.TooLong;

            var protocol = binary ? PayloadProtocol.Binary : PayloadProtocol.Text;
            if (message.IsEmpty)
            {
                message = Empty;
                protocol = binary ? PayloadProtocol.EmptyBinary : PayloadProtocol.EmptyText;
            }

            var result = channels.Association!.TrySend(_stream!, protocol, message, Carriage());
            if (result == SendResult.Sent)
                host.RequestFlush();

            return result;
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        lock (host.Gate)
        {
            if (_state >= DataChannelState.Closing)
                return;

            _state = DataChannelState.Closing;
            channels.Reset(this);
        }
    }

    /// <summary>The stream's number is known.</summary>
    internal void SetId(ushort id) => _id = id;

    /// <summary>The association is up: announces the channel, and opens it.</summary>
    internal void Open()
    {
        if (_state != DataChannelState.Connecting)
            return;

        Begin();
        if (!options.Negotiated && Announce() != SendResult.Sent)
        {
            Close();
            return;
        }

        _acknowledged = options.Negotiated;
        _state = DataChannelState.Open;
        host.RequestFlush();
        TellOpen();
    }

    /// <summary>The remote side has announced the channel.</summary>
    internal void OpenedByRemote()
    {
        Begin();
        _acknowledged = true;
        _state = DataChannelState.Open;
    }

    /// <summary>The remote side knows of the channel: unordered messages may be so from now on.</summary>
    internal void Acknowledged() => _acknowledged = true;

    /// <summary>A message came.</summary>
    internal void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        _acknowledged = true;
        if (_observer is null || _held is { Count: > 0 })
        {
            _held ??= new HeldMessages(channels.Association!);
            _held.Add(message, binary);
            return;
        }

        Deliver(message, binary);
    }

    /// <summary>Takes messages over that came before the channel was announced.</summary>
    internal void TakeOver(HeldMessages held)
    {
        _held = held;
        DeliverHeld();
    }

    /// <summary>What waited to be sent has become little.</summary>
    internal void BufferedAmountIsLow() => Tell(static (told, channel) => told.OnBufferedAmountLow(channel));

    /// <summary>The remote side has reset its direction.</summary>
    internal void RemoteHasReset()
    {
        _remoteReset = true;
        if (_localReset)
            channels.BothHaveReset(this);
        else
            Close();
    }

    /// <summary>This side's reset is confirmed, or refused.</summary>
    /// <returns>Whether the channel is closed now.</returns>
    internal bool LocalHasReset(bool done)
    {
        _localReset = true;
        return _remoteReset || !done;
    }

    /// <summary>The channel is no more.</summary>
    internal void Closed()
    {
        if (_state == DataChannelState.Closed)
            return;

        _state = DataChannelState.Closed;
        _stream = null;
        _held?.Drop();
        Tell(static (told, channel) => told.OnClose(channel));
    }

    private SendResult Announce() =>
        channels.Association!.TrySend(_stream!, PayloadProtocol.Dcep, OpenMessage.Write(label, options));

    private void Begin()
    {
        _stream = channels.Association!.OpenStream(_id!.Value);
        _stream.SendOrder = options.SendOrder;
        _stream.LowThreshold = _lowThreshold;
    }

    // RFC 8832, section 6: until the remote side is known to have the channel, messages stay behind the OPEN.
    private MessageOptions Carriage() => new(
        Unordered: !options.Ordered && _acknowledged,
        MaxRetransmits: options.MaxRetransmits,
        Expires: options.MaxPacketLifeTime is { } life ? host.Now + TimeSpan.FromMilliseconds(life) : null);

    private void TellOpen()
    {
        if (_toldOpen || _observer is null || _state != DataChannelState.Open)
            return;

        _toldOpen = true;
        Tell(static (told, channel) => told.OnOpen(channel));
    }

    private void DeliverHeld()
    {
        while (_observer is not null && _held is not null && _held.TryTake(out var message, out var binary))
            Deliver(message, binary);
    }

    private void Deliver(ReadOnlySpan<byte> message, bool binary)
    {
        try
        {
            _observer!.OnMessage(this, message, binary);
        }
        catch (Exception exception)
        {
            channels.Abort("an observer failed: " + exception.Message);
        }
    }

    private void Tell(Action<IDataChannelObserver, DataChannel> say)
    {
        if (_observer is null)
            return;

        try
        {
            say(_observer, this);
        }
        catch (Exception exception)
        {
            channels.Abort("an observer failed: " + exception.Message);
        }
    }
}
