namespace Rings.Transport.Sctp;

/// <remarks>Packets are put together.</remarks>
internal sealed partial class SctpAssociation
{
    private const int MaxReplies = 16;

    private readonly Queue<(uint Tag, byte[] Chunk)> _replies = new();
    private long _packetsSent;

    /// <summary>How long the packet that is written next may be: what <see cref="TryWritePacket"/> needs.</summary>
    public int PacketSize => _sender.PacketSize;

    /// <summary>How long the probe is that is due; 0 for none.</summary>
    public int DueProbe => State == SctpState.Established ? _sender.DueProbe : 0;

    private bool MaySendData =>
        State is SctpState.Established or SctpState.ShutdownPending or SctpState.ShutdownReceived;

    /// <summary>Writes the next packet that is due.</summary>
    /// <param name="target">At least <see cref="PacketSize"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <returns>The packet's length, or 0 when none is due.</returns>
    public int TryWritePacket(Span<byte> target, TimeSpan now)
    {
        target = target[..PacketSize];
        if (_replies.Count > 0)
            return WriteReply(target);

        if (_handshake.IsInitDue)
            return WriteInit(target, now.Ticks);

        if (State < SctpState.CookieEchoed)
            return 0;

        var echoes = _handshake.IsEchoDue;
        var writer = new PacketWriter(target, _options.LocalPort, _options.RemotePort, _remoteTag);
        WriteControl(ref writer, now.Ticks);
        var due = (echoes || MaySendData) && _sender.IsDue(now.Ticks);
        if (_receiver.SackIsDue || due && _receiver.HasUnsacked)
            _receiver.WriteSack(ref writer);

        if (due)
            _sender.Write(ref writer, now.Ticks);

        if (!writer.HasChunks)
            return 0;

        return Finish(writer, checksum: echoes || !_remoteZeroChecksum);
    }

    /// <summary>
    /// Writes the probe that is due: a HEARTBEAT, padded (RFC 4820). It must leave by itself, and unfragmented.
    /// </summary>
    /// <param name="target">At least <see cref="DueProbe"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <returns>The packet's length, or 0 when none is due.</returns>
    public int TryWriteProbe(Span<byte> target, TimeSpan now)
    {
        var size = DueProbe;
        if (size == 0)
            return 0;

        var writer = new PacketWriter(target[..size], _options.LocalPort, _options.RemotePort, _remoteTag);
        _heartbeats.WriteProbe(ref writer, size, RandomNonce(), now.Ticks);
        _sender.ProbeSent(now.Ticks);
        return Finish(writer, checksum: !_remoteZeroChecksum);
    }

    private int WriteInit(Span<byte> target, long now)
    {
        var writer = new PacketWriter(target, _options.LocalPort, _options.RemotePort, 0);
        _handshake.WriteInit(ref writer, now);
        return Finish(writer, checksum: true);
    }

    // Control chunks come first (RFC 9260, section 6.10).
    private void WriteControl(ref PacketWriter writer, long now)
    {
        if (_handshake.IsEchoDue)
        {
            _handshake.WriteEcho(ref writer);
            return;
        }

        if (_handshake.IsAckDue)
            _handshake.WriteAck(ref writer);

        if (State < SctpState.Established)
            return;

        if (_heartbeats.IsDue)
            _heartbeats.Write(ref writer, RandomNonce(), now);

        if (_resets.IsDue)
            _resets.Write(ref writer, now);

        if (_sender.ForwardTsnIsDue)
            _sender.WriteForwardTsn(ref writer, now);

        WriteShutdown(ref writer, now);
    }

    // Answers wait here for the next TryWritePacket; a flood of questions gets no more answers than this.
    private void Reply(uint tag, byte[] chunk)
    {
        if (_replies.Count < MaxReplies && chunk.Length + PacketWriter.HeaderSize <= _options.MaxPacketSize)
            _replies.Enqueue((tag, chunk));
    }

    private int WriteReply(Span<byte> target)
    {
        var (tag, chunk) = _replies.Dequeue();
        var writer = new PacketWriter(target, _options.LocalPort, _options.RemotePort, tag);
        writer.Add(chunk);
        return Finish(writer, checksum: true);
    }

    private int Finish(in PacketWriter writer, bool checksum)
    {
        _packetsSent++;
        return writer.End(checksum);
    }
}
