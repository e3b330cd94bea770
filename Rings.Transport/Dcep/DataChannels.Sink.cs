using Rings.Transport.Sctp;

namespace Rings.Transport.Dcep;

internal sealed partial class DataChannels : ISctpSink
{
    private static readonly byte[] Ack = [OpenMessage.AckType];

    /// <inheritdoc/>
    public void OnEstablished()
    {
        foreach (var channel in _channels.Values.ToArray())
            channel.Open();

        host.OnAssociationEstablished();
    }

    /// <inheritdoc/>
    public void OnMessage(ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message)
    {
        Association!.UsedAgain(stream);
        switch (payloadProtocol)
        {
            case PayloadProtocol.Dcep:
                OnControl(stream, message);
                break;

            case PayloadProtocol.Binary or PayloadProtocol.PartialBinary:
                OnData(stream, message, binary: true);
                break;

            case PayloadProtocol.Text or PayloadProtocol.PartialText:
                OnData(stream, message, binary: false);
                break;

            case PayloadProtocol.EmptyBinary:
                OnData(stream, default, binary: true);
                break;

            case PayloadProtocol.EmptyText:
                OnData(stream, default, binary: false);
                break;

            default:
                Discarded++;
                break;
        }
    }

    /// <inheritdoc/>
    public void OnBufferedAmountLow(ushort stream)
    {
        if (_channels.TryGetValue(stream, out var channel))
            channel.BufferedAmountIsLow();
    }

    /// <inheritdoc/>
    public void OnIncomingStreamReset(ushort stream)
    {
        _early!.Drop(stream);

        // Answered with one's own (RFC 8831, section 6.7), else the remote side waits for ever. Once: a second one would
        // hit the number's next user.
        if (_channels.TryGetValue(stream, out var channel))
            channel.RemoteHasReset();
        else if (!_refused.Remove(stream))
            Association!.ResetStream(stream, inAnswer: true);
    }

    /// <inheritdoc/>
    public void OnOutgoingStreamReset(ushort stream, bool done)
    {
        if (done)
            _spent.Remove(stream);
        else
            _spent.Add(stream);

        if (_channels.TryGetValue(stream, out var channel) && channel.LocalHasReset(done))
            Forget(channel);
    }

    /// <inheritdoc/>
    public void OnRestarted()
    {
        foreach (var channel in _channels.Values.ToArray())
            Forget(channel);

        _early!.Clear();
        _refused.Clear();
        _spent.Clear();
    }

    /// <inheritdoc/>
    public void OnClosed(SctpCloseReason reason, string detail)
    {
        CloseAll();
        var failed = reason is SctpCloseReason.ProtocolViolation or SctpCloseReason.Timeout;
        host.OnAssociationClosed(failed, detail);
    }

    /// <summary>The remote side has reset the channel's stream, and this side's reset is confirmed.</summary>
    internal void BothHaveReset(SctpDataChannel channel) => Forget(channel);

    private void OnControl(ushort stream, ReadOnlySpan<byte> message)
    {
        switch (message[0])
        {
            case OpenMessage.Type:
                OnOpen(stream, message);
                break;

            case OpenMessage.AckType when _channels.TryGetValue(stream, out var channel):
                channel.Acknowledged();
                break;

            default:
                Discarded++;
                break;
        }
    }

    // RFC 8832, section 6: an OPEN that cannot be granted is answered by closing the stream.
    private void OnOpen(ushort stream, ReadOnlySpan<byte> message)
    {
        if (_channels.TryGetValue(stream, out var other))
        {
            Discarded++;
            other.Close();
            return;
        }

        if (!MayBeOpened(stream) || !OpenMessage.TryRead(message, out var label, out var options))
        {
            Refuse(stream);
            return;
        }

        _refused.Remove(stream);
        _spent.Remove(stream);
        var channel = new SctpDataChannel(this, host, label, options);
        Number(channel, stream);
        Association!.TrySend(stream, PayloadProtocol.Dcep, Ack);
        channel.OpenedByRemote();
        if (_early!.Take(stream) is { } held)
            channel.TakeOver(held);

        host.OnDataChannel(channel);
    }

    // RFC 8832, section 6: each side opens channels on numbers of its own parity only.
    private bool MayBeOpened(ushort stream) => (stream % 2 == 0) != _dtlsClient
        && stream < Association!.OutboundStreams && !Association.IsResetting(stream);

    // RFC 8832, section 6: closed, not acknowledged. One that is being reset needs no second reset.
    private void Refuse(ushort stream)
    {
        Discarded++;
        _early!.Drop(stream);
        if (!Association!.IsResetting(stream) && _refused.Add(stream))
            Association.ResetStream(stream);
    }

    private void OnData(ushort stream, ReadOnlySpan<byte> message, bool binary)
    {
        // After its reset a stream carries nothing for its former channel.
        if (_channels.TryGetValue(stream, out var channel) && !channel.RemoteIsGone)
            channel.Receive(message, binary);
        else if (channel is not null || _refused.Contains(stream)
            || !_early!.TryAdd(stream, message, binary, host.Now))
            Discarded++;
    }
}
